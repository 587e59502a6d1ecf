import { Button, PasswordInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import classes from './Form.module.css';

interface PasswordStepProps {
  verb: string;
  onPassword: (password: string) => Promise<void>;
  onCancel: () => void;
}

/** Asks for the password once more before the second factor changes. */
export function PasswordStep({ verb, onPassword, onCancel }: PasswordStepProps) {
  const { t } = useText();
  const form = useForm({ mode: 'uncontrolled', initialValues: { password: '' } });
  const server = useServerForm(form);
  return (
    <form className={classes.form} onSubmit={form.onSubmit((v) => void server.send(() => onPassword(v.password)))}>
      <FormProblem problem={server.problem} />
      <PasswordInput
        label={t('access:password.current')} description={t('access:totp.passwordWhy')} autoComplete="current-password" required autoFocus
        visibilityToggleButtonProps={{ 'aria-label': t('access:field.show') }}
        key={form.key('password')} {...form.getInputProps('password')}
      />
      <div className={classes.actions}>
        <Button type="submit" loading={server.sending}>{verb}</Button>
        <Button variant="subtle" onClick={onCancel}>{t('ui:confirm.cancel')}</Button>
      </div>
    </form>
  );
}
