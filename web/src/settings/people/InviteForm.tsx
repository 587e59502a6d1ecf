import { Button, Checkbox, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '@/api/client';
import type { components } from '@/api/schema';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { CopyOnce } from '@/ui/CopyOnce';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { invitesQuery, type Grant } from '../queries';
import { GrantsEditor } from './GrantsEditor';
import classes from './People.module.css';

/** Inviting by a link that is shown once, and by mail where it is set up. */
export function InviteForm({ onClose }: { onClose: () => void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const [grants, setGrants] = useState<Grant[]>([{ role: 'viewer', scope: { kind: 'whole' }, rows: 'all' }]);
  const [made, setMade] = useState<components['schemas']['MadeInvite'] | null>(null);
  const form = useForm({ initialValues: { name: '', email: '', send: false } });
  const server = useServerForm(form);
  const invite = () =>
    server.send(async () => {
      const { name, email, send } = form.getValues();
      setMade(await body(api.POST('/api/invites', { body: { name, email, send: send && email !== '', grants } })));
      await cache.invalidateQueries({ queryKey: invitesQuery.queryKey });
    });

  if (made) {
    const link = made.link || `${window.location.origin}${made.path}`;
    return (
      <Card title={t('settings:invite.madeTitle')}>
        <CopyOnce
          label={t('settings:invite.link')} secret={link}
          note={made.queued ? t('settings:invite.queued', { email: made.invite.email ?? '' }) : t('settings:invite.byHand')}
        />
        <Button onClick={onClose}>{t('settings:done')}</Button>
      </Card>
    );
  }
  return (
    <Card title={t('settings:invite.title')} note={t('settings:invite.note')}>
      <form onSubmit={form.onSubmit(() => void invite())}>
        <FormProblem problem={server.problem} />
        <div className={classes.two}>
          <TextInput label={t('settings:invite.name')} autoFocus {...form.getInputProps('name')} />
          <TextInput label={t('settings:invite.email')} type="email" {...form.getInputProps('email')} />
        </div>
        <GrantsEditor grants={grants} onChange={setGrants} />
        <Checkbox
          mt={12} label={t('settings:invite.send')} disabled={form.values.email === ''}
          {...form.getInputProps('send', { type: 'checkbox' })}
        />
        <div className={classes.actions}>
          <Button type="submit" loading={server.sending}>{t('settings:invite.do')}</Button>
          <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
        </div>
      </form>
    </Card>
  );
}
