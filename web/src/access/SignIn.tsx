import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, body } from '@/api/client';
import { asProblem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { CodeStep } from './CodeStep';
import { Frame } from './Frame';
import { setupQuery } from './queries';
import { useEnter } from './useEnter';
import classes from './Form.module.css';

const route = getRouteApi('/sign-in');

/** Signing in: address and password, then the second factor where it is on. */
export function SignIn() {
  const { t } = useText();
  const { next } = route.useSearch();
  const enter = useEnter();
  const { data: setup } = useQuery(setupQuery);
  const [asked, setAsked] = useState<{ email: string; password: string } | null>(null);
  const form = useForm({ mode: 'uncontrolled', initialValues: { email: '', password: '' } });
  const server = useServerForm(form);

  const signIn = (values: { email: string; password: string }) =>
    server.send(async () => {
      try {
        enter(await body(api.POST('/api/session', { body: values })), next);
      } catch (thrown) {
        if (asProblem(thrown).key !== 'session.totp_required') throw thrown;
        setAsked(values);
      }
    });

  if (asked) return <CodeStep credentials={asked} next={next} onBack={() => setAsked(null)} />;
  return (
    <Frame title={t('access:signIn.title')} lead={t('access:signIn.lead')}>
      {setup?.needed && <p className={classes.notice}>{t('access:signIn.noOwner')}</p>}
      <form className={classes.form} onSubmit={form.onSubmit((v) => void signIn(v))}>
        <FormProblem problem={server.problem} />
        <TextInput
          label={t('access:field.email')} type="email" autoComplete="username" required autoFocus
          key={form.key('email')} {...form.getInputProps('email')}
        />
        <PasswordInput
          label={t('access:field.password')} autoComplete="current-password" required
          visibilityToggleButtonProps={{ 'aria-label': t('access:field.show') }}
          key={form.key('password')} {...form.getInputProps('password')}
        />
        <div className={classes.actions}>
          <Button type="submit" loading={server.sending}>{t('access:signIn.do')}</Button>
          <Link to="/forgot">{t('access:signIn.forgot')}</Link>
        </div>
      </form>
    </Frame>
  );
}
