import { Button } from '@mantine/core';
import { useState } from 'react';
import { api, body } from '@/api/client';
import type { components } from '@/api/schema';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { keyedText } from '@/ui/problemText';
import classes from '../Form.module.css';

/** A test message to oneself, and what the mail server said. */
export function MailTrial() {
  const { t } = useText();
  const [result, setResult] = useState<components['schemas']['MailTrial'] | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const send = async () => {
    setBusy(true);
    setFailed(null);
    setResult(null);
    try {
      setResult(await body(api.POST('/api/mail/test')));
    } catch (thrown) {
      setFailed(thrown);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Card title={t('settings:mail.trial')} note={t('settings:mail.trialNote')}>
      <div className={classes.form}>
        {failed !== null && <ErrorState error={failed} />}
        {result?.sent && <p className={classes.good} role="status">{t('settings:mail.sent', { to: result.to })}</p>}
        {result && !result.sent && (
          <div className={classes.bad} role="alert">
            <b>{t('settings:mail.notSent')}</b> {keyedText(t, result.hint_key, result.hint ?? '')}
            {result.trouble && <span className={classes.small} lang="en">{result.trouble}</span>}
          </div>
        )}
        <div className={classes.actions}>
          <Button variant="default" loading={busy} onClick={() => void send()}>{t('settings:mail.try')}</Button>
        </div>
      </div>
    </Card>
  );
}
