import { Button, PasswordInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { useToast } from '@/ui/confirm';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { NewPassword } from './NewPassword';
import { sessionsQuery } from './queries';
import { useSession } from './session';
import classes from './Form.module.css';

/** Changing one's own password; all other sessions end. */
export function PasswordCard() {
  const { t } = useText();
  const { user } = useSession();
  const cache = useQueryClient();
  const toast = useToast();
  const form = useForm({ mode: 'uncontrolled', initialValues: { current: '', password: '' } });
  const server = useServerForm(form);
  const change = (values: { current: string; password: string }) =>
    server.send(async () => {
      await api.POST('/api/password', { body: values });
      form.reset();
      await cache.invalidateQueries({ queryKey: sessionsQuery.queryKey });
      toast({ message: t('access:password.saved') });
    });

  return (
    <Card title={t('access:password.title')} note={t('access:password.note')}>
      <form className={classes.form} onSubmit={form.onSubmit((v) => void change(v))}>
        <FormProblem problem={server.problem} />
        <input type="text" hidden readOnly autoComplete="username" value={user.email} />
        <PasswordInput
          label={t('access:password.current')} autoComplete="current-password" required
          visibilityToggleButtonProps={{ 'aria-label': t('access:field.show') }}
          key={form.key('current')} {...form.getInputProps('current')}
        />
        <NewPassword key={form.key('password')} {...form.getInputProps('password')} />
        <div className={classes.actions}>
          <Button type="submit" loading={server.sending}>{t('access:password.do')}</Button>
        </div>
      </form>
    </Card>
  );
}
