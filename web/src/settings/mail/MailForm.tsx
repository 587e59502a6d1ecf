import { Button, NumberInput, PasswordInput, Select, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { useToast } from '@/ui/confirm';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { mailQuery, matching } from '../queries';
import classes from '../Form.module.css';

type Settings = components['schemas']['MailSettings'];

/** The mail server; a stored password is never shown, and stays where the field is left empty. */
export function MailForm({ settings }: { settings: Settings }) {
  const { t } = useText();
  const cache = useQueryClient();
  const toast = useToast();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: {
      active: settings.active, host: settings.host, port: settings.port || 587, encryption: settings.encryption || 'starttls',
      username: settings.username, password: '', from_address: settings.from_address, from_name: settings.from_name,
    },
  });
  const server = useServerForm(form);
  const save = (values: ReturnType<typeof form.getValues>) =>
    server.send(async () => {
      const body = { ...values, password: values.password === '' ? undefined : values.password };
      await api.PUT('/api/mail', { params: { header: matching(settings.version) }, body });
      await cache.invalidateQueries({ queryKey: mailQuery.queryKey });
      toast({ message: t('settings:saved') });
    });

  return (
    <Card title={t('settings:mail.server')}>
      <form className={classes.form} autoComplete="off" onSubmit={form.onSubmit((v) => void save(v))}>
        <FormProblem problem={server.problem} />
        <Switch
          label={t('settings:mail.active')} description={t('settings:mail.activeWhy')}
          key={form.key('active')} {...form.getInputProps('active', { type: 'checkbox' })}
        />
        <div className={classes.three}>
          <TextInput label={t('settings:mail.host')} placeholder="smtp.example.org" key={form.key('host')} {...form.getInputProps('host')} />
          <NumberInput
            label={t('settings:mail.port')} min={1} max={65535} allowDecimal={false} hideControls
            key={form.key('port')} {...form.getInputProps('port')}
          />
          <Select
            label={t('settings:mail.encryption')} allowDeselect={false}
            data={(['starttls', 'tls', 'none'] as const).map((value) => ({ value, label: t(`settings:mail.encryptions.${value}`) }))}
            key={form.key('encryption')} {...form.getInputProps('encryption')}
          />
        </div>
        <div className={classes.two}>
          <TextInput label={t('settings:mail.username')} autoComplete="off" key={form.key('username')} {...form.getInputProps('username')} />
          <PasswordInput
            label={t('settings:mail.password')} autoComplete="new-password"
            placeholder={settings.has_password ? t('settings:mail.passwordKept') : undefined}
            visibilityToggleButtonProps={{ 'aria-label': t('access:field.show') }}
            key={form.key('password')} {...form.getInputProps('password')}
          />
          <TextInput
            label={t('settings:mail.from')} type="email" placeholder="balcony@example.org"
            key={form.key('from_address')} {...form.getInputProps('from_address')}
          />
          <TextInput label={t('settings:mail.fromName')} key={form.key('from_name')} {...form.getInputProps('from_name')} />
        </div>
        <div className={classes.actions}>
          <Button type="submit" loading={server.sending}>{t('settings:save')}</Button>
        </div>
      </form>
    </Card>
  );
}
