import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { may, useSession } from '@/access/session';
import { api, body } from '@/api/client';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { CopyOnce } from '@/ui/CopyOnce';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { tokensQuery } from '../queries';
import { expiry, lifetimes, tokenPermissions } from './lifetimes';
import classes from '../Form.module.css';
import list from './NewToken.module.css';

/** A new token: what it is for, what it may do, how long. Its secret is shown once. */
export function NewToken({ onClose }: { onClose: () => void }) {
  const { t } = useText();
  const session = useSession();
  const cache = useQueryClient();
  const [secret, setSecret] = useState('');
  const form = useForm<{ name: string; scopes: string[]; days: string }>({
    initialValues: { name: '', scopes: ['answer.write'], days: '365' },
    validate: { scopes: (chosen) => (chosen.length === 0 ? t('settings:tokens.noScope') : null) },
  });
  const server = useServerForm(form);
  const make = (values: { name: string; scopes: string[]; days: string }) =>
    server.send(async () => {
      const scopes = tokenPermissions.filter((p) => values.scopes.includes(p));
      const made = await body(api.POST('/api/tokens', { body: { name: values.name, scopes, expires_at: expiry(values.days, new Date()) } }));
      setSecret(made.secret);
      await cache.invalidateQueries({ queryKey: tokensQuery.queryKey });
    });

  if (secret) {
    return (
      <Card title={t('settings:tokens.madeTitle')}>
        <CopyOnce label={t('settings:tokens.secret')} secret={secret} />
        <Button onClick={onClose}>{t('settings:done')}</Button>
      </Card>
    );
  }
  return (
    <Card title={t('settings:tokens.newTitle')} note={t('settings:tokens.newNote')}>
      <form className={classes.form} onSubmit={form.onSubmit((v) => void make(v))}>
        <FormProblem problem={server.problem} />
        <div className={classes.two}>
          <TextInput label={t('settings:tokens.name')} placeholder={t('settings:tokens.nameHint')} required autoFocus {...form.getInputProps('name')} />
          <Select
            label={t('settings:tokens.until')} allowDeselect={false} {...form.getInputProps('days')}
            data={lifetimes.map((days) => ({ value: days, label: t(`settings:tokens.days.${days}`) }))}
          />
        </div>
        <Checkbox.Group label={t('settings:tokens.scopes')} {...form.getInputProps('scopes')}>
          <div className={list.scopes}>
            {tokenPermissions.filter((p) => may(session, p)).map((p) => (
              <Checkbox key={p} value={p} label={t(`settings:permission.${p}`)} />
            ))}
          </div>
        </Checkbox.Group>
        <div className={classes.actions}>
          <Button type="submit" loading={server.sending}>{t('settings:tokens.make')}</Button>
          <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
        </div>
      </form>
    </Card>
  );
}
