import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { components } from '@/api/schema';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { QRCode } from '@/ui/QRCode';
import { useServerForm } from '@/ui/useServerForm';
import classes from './Form.module.css';
import scan from './ScanStep.module.css';

interface ScanStepProps {
  start: components['schemas']['TOTPStart'];
  onCode: (code: string) => Promise<void>;
  onCancel: () => void;
}

/** The code to scan with an authenticator app, and the first code it shows. */
export function ScanStep({ start, onCode, onCancel }: ScanStepProps) {
  const { t } = useText();
  const form = useForm({ mode: 'uncontrolled', initialValues: { code: '' } });
  const server = useServerForm(form);
  return (
    <form className={classes.form} onSubmit={form.onSubmit((v) => void server.send(() => onCode(v.code.replace(/\s/g, ''))))}>
      <FormProblem problem={server.problem} />
      <div className={scan.scan}>
        <QRCode text={start.url} label={t('access:totp.picture')} />
        <div className={scan.words}>
          <p>{t('access:totp.scan')}</p>
          <p>
            {t('access:totp.byHand')} <code className={scan.secret}>{start.secret.replace(/(.{4})/g, '$1 ').trim()}</code>
          </p>
        </div>
      </div>
      <TextInput
        label={t('access:totp.first')} inputMode="numeric" autoComplete="one-time-code" required autoFocus
        key={form.key('code')} {...form.getInputProps('code')}
      />
      <div className={classes.actions}>
        <Button type="submit" loading={server.sending}>{t('access:totp.turnOn')}</Button>
        <Button variant="subtle" onClick={onCancel}>{t('ui:confirm.cancel')}</Button>
      </div>
    </form>
  );
}
