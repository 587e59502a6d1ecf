import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '@/api/client';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { Frame } from './Frame';
import { NewPassword } from './NewPassword';
import { fragmentToken } from './useEnter';
import classes from './Form.module.css';

/** A new password, set with the one-time link. */
export function Reset() {
  const { t } = useText();
  const [token] = useState(fragmentToken);
  const [done, setDone] = useState(false);
  const form = useForm({ mode: 'uncontrolled', initialValues: { password: '' } });
  const server = useServerForm(form);
  const reset = (password: string) =>
    server.send(async () => {
      await api.POST('/api/password/reset', { body: { token, password } });
      setDone(true);
    });

  if (done || !token) {
    return (
      <Frame title={done ? t('access:reset.doneTitle') : t('access:reset.title')}>
        <p className={classes.notice} role="status">{done ? t('access:reset.done') : t('access:reset.noToken')}</p>
        <p className={classes.aside}>
          {done ? <Link to="/sign-in">{t('access:signIn.do')}</Link> : <Link to="/forgot">{t('access:forgot.do')}</Link>}
        </p>
      </Frame>
    );
  }
  return (
    <Frame title={t('access:reset.title')} lead={t('access:reset.lead')}>
      <form className={classes.form} onSubmit={form.onSubmit((v) => void reset(v.password))}>
        <FormProblem problem={server.problem} />
        <NewPassword autoFocus key={form.key('password')} {...form.getInputProps('password')} />
        <div className={classes.actions}>
          <Button type="submit" loading={server.sending}>{t('access:reset.do')}</Button>
        </div>
      </form>
    </Frame>
  );
}
