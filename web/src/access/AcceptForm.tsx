import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api, body } from '@/api/client';
import type { components } from '@/api/schema';
import { isLanguage } from '@/i18n';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { NewPassword } from './NewPassword';
import { useEnter } from './useEnter';
import classes from './Form.module.css';

/** Name, address and password of somebody who was invited; joining signs in. */
export function AcceptForm({ token, invitation }: { token: string; invitation: components['schemas']['Invitation'] }) {
  const { t, i18n } = useText();
  const enter = useEnter();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: invitation.name ?? '', email: invitation.email ?? '', password: '' },
  });
  const server = useServerForm(form);
  const language = isLanguage(i18n.language) ? i18n.language : undefined;
  const join = (values: { name: string; email: string; password: string }) =>
    server.send(async () =>
      enter(await body(api.POST('/api/invitation/{token}', { params: { path: { token } }, body: { ...values, language } }))),
    );

  return (
    <form className={classes.form} onSubmit={form.onSubmit((v) => void join(v))}>
      <FormProblem problem={server.problem} />
      <TextInput label={t('access:field.name')} autoComplete="name" required autoFocus key={form.key('name')} {...form.getInputProps('name')} />
      <TextInput
        label={t('access:field.email')} type="email" autoComplete="username" required readOnly={Boolean(invitation.email)}
        key={form.key('email')} {...form.getInputProps('email')}
      />
      <NewPassword label={t('access:field.password')} key={form.key('password')} {...form.getInputProps('password')} />
      <div className={classes.actions}>
        <Button type="submit" loading={server.sending}>{t('access:invitation.do')}</Button>
      </div>
    </form>
  );
}
