import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { api, body } from '@/api/client';
import { isLanguage } from '@/i18n';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { TimeZoneSelect } from '@/ui/TimeZoneSelect';
import { CurrencySelect } from '@/ui/CurrencySelect';
import { useServerForm } from '@/ui/useServerForm';
import { Frame } from './Frame';
import { NewPassword } from './NewPassword';
import { fragmentToken, useEnter } from './useEnter';
import classes from './Form.module.css';

/** The first owner and the organisation, made with the one-time link. */
export function Setup() {
  const { t, i18n } = useText();
  const enter = useEnter();
  const [token] = useState(fragmentToken);
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: {
      name: '', email: '', password: '',
      organisation: { name: '', time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC', currency: 'EUR' },
    },
  });
  const server = useServerForm(form);
  const language = isLanguage(i18n.language) ? i18n.language : 'en';

  const setUp = (values: ReturnType<typeof form.getValues>) =>
    server.send(async () => {
      const organisation = { ...values.organisation, language };
      enter(await body(api.POST('/api/setup', { body: { ...values, organisation, token } })));
    });

  if (!token) {
    return (
      <Frame title={t('access:setup.title')}>
        <p className={classes.notice}>{t('access:setup.noToken')}</p>
      </Frame>
    );
  }
  return (
    <Frame title={t('access:setup.title')} lead={t('access:setup.lead')}>
      <form className={classes.form} onSubmit={form.onSubmit((v) => void setUp(v))}>
        <FormProblem problem={server.problem} />
        <h2 className={classes.part}>{t('access:setup.you')}</h2>
        <TextInput label={t('access:field.name')} autoComplete="name" required autoFocus key={form.key('name')} {...form.getInputProps('name')} />
        <TextInput
          label={t('access:field.email')} type="email" autoComplete="username" required
          key={form.key('email')} {...form.getInputProps('email')}
        />
        <NewPassword label={t('access:field.password')} key={form.key('password')} {...form.getInputProps('password')} />
        <h2 className={classes.part}>{t('access:setup.organisation')}</h2>
        <TextInput
          label={t('access:field.organisation')} autoComplete="organization" required
          key={form.key('organisation.name')} {...form.getInputProps('organisation.name')}
        />
        <TimeZoneSelect key={form.key('organisation.time_zone')} {...form.getInputProps('organisation.time_zone')} />
        <CurrencySelect key={form.key('organisation.currency')} {...form.getInputProps('organisation.currency')} />
        <div className={classes.actions}>
          <Button type="submit" loading={server.sending}>{t('access:setup.do')}</Button>
        </div>
      </form>
    </Frame>
  );
}
