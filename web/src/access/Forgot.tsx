import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '@/api/client';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { Frame } from './Frame';
import classes from './Form.module.css';

/** Asking for a link to set a new password; the answer is the same for every address. */
export function Forgot() {
  const { t } = useText();
  const [sentTo, setSentTo] = useState('');
  const form = useForm({ mode: 'uncontrolled', initialValues: { email: '' } });
  const server = useServerForm(form);
  const ask = (email: string) =>
    server.send(async () => {
      await api.POST('/api/password/forgot', { body: { email } });
      setSentTo(email);
    });

  return (
    <Frame title={t('access:forgot.title')} lead={t('access:forgot.lead')}>
      {sentTo ? (
        <p className={classes.notice} role="status">{t('access:forgot.sent', { email: sentTo })}</p>
      ) : (
        <form className={classes.form} onSubmit={form.onSubmit((v) => void ask(v.email))}>
          <FormProblem problem={server.problem} />
          <TextInput
            label={t('access:field.email')} type="email" autoComplete="username" required autoFocus
            key={form.key('email')} {...form.getInputProps('email')}
          />
          <div className={classes.actions}>
            <Button type="submit" loading={server.sending}>{t('access:forgot.do')}</Button>
          </div>
        </form>
      )}
      <p className={classes.aside}>{t('access:forgot.noMail')}</p>
      <p className={classes.aside}><Link to="/sign-in">{t('access:forgot.back')}</Link></p>
    </Frame>
  );
}
