import { Button } from '@mantine/core';
import { useText } from '@/i18n/useText';
import { asProblem } from '@/api/problem';
import { fieldText, problemText, safeText } from './problemText';
import classes from './ErrorState.module.css';

interface ErrorStateProps {
  error: unknown;
  /** Tries the same again; left out where that cannot help. */
  retry?: () => void;
}

/** An error: what happened, what is safe, what to do. */
export function ErrorState({ error, retry }: ErrorStateProps) {
  const { t } = useText();
  const problem = asProblem(error);
  const safe = safeText(t, problem);
  return (
    <div className={classes.error} role="alert">
      <p className={classes.what}>{problemText(t, problem)}</p>
      {safe && <p className={classes.safe}>{safe}</p>}
      {problem.fields.length > 1 && (
        <ul className={classes.fields}>
          {problem.fields.map((f) => (
            <li key={f.field + f.message}>{fieldText(t, f, problem)}</li>
          ))}
        </ul>
      )}
      {retry && (
        <Button variant="default" onClick={retry}>
          {t('ui:error.retry')}
        </Button>
      )}
    </div>
  );
}
