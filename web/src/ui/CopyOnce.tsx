import { Button } from '@mantine/core';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import classes from './CopyOnce.module.css';

interface CopyOnceProps {
  label: string;
  /** The secret itself; the server keeps only its hash. */
  secret: string;
  /** What happens when it is lost. */
  note?: string;
}

/** A secret or link that is shown this once and never again. */
export function CopyOnce({ label, secret, note }: CopyOnceProps) {
  const { t } = useText();
  const [state, setState] = useState<'' | 'copied' | 'refused'>('');
  const copy = () => {
    navigator.clipboard.writeText(secret).then(
      () => setState('copied'),
      () => setState('refused'),
    );
  };
  return (
    <div className={classes.once}>
      <p className={classes.label}>{label}</p>
      <div className={classes.row}>
        <code className={classes.secret}>{secret}</code>
        <Button variant="default" onClick={copy}>
          {state === 'copied' ? t('ui:copy.done') : t('ui:copy.do')}
        </Button>
      </div>
      <p className={classes.note} role="status">
        {state === 'refused' ? t('ui:copy.refused') : (note ?? t('ui:copy.once'))}
      </p>
    </div>
  );
}
