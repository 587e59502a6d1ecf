import { useText } from '@/i18n/useText';
import type { Problem } from '@/api/problem';
import { problemText, safeText } from './problemText';
import classes from './ErrorState.module.css';

/** What the server says about a form as a whole; fields show their own. */
export function FormProblem({ problem }: { problem: Problem | null }) {
  const { t } = useText();
  if (!problem) return null;
  return (
    <div className={classes.error} role="alert">
      <p className={classes.what}>{problemText(t, problem)}</p>
      {problem.code !== 'invalid' && <p className={classes.safe}>{safeText(t, problem)}</p>}
    </div>
  );
}
