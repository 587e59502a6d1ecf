import { Button, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { useText } from '@/i18n/useText';
import { useToast } from '@/ui/confirm';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { matching, type Account } from '../queries';
import { useOwners } from './useOwners';
import classes from './Units.module.css';

/** Renaming an account and saying who looks after it. */
export function AccountEditor({ account, onClose }: { account: Account; onClose: () => void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const toast = useToast();
  const { people, nameOf } = useOwners();
  const owner = account.owner_user_id ?? '';
  const form = useForm({ mode: 'uncontrolled', initialValues: { name: account.name, owner_user_id: owner } });
  const server = useServerForm(form);
  const known = people.some((p) => p.value === owner) || owner === '';
  const save = (body: { name: string; owner_user_id: string }) =>
    server.send(async () => {
      await api.PATCH('/api/accounts/{id}', { params: { path: { id: account.id }, header: matching(account.version) }, body });
      await cache.invalidateQueries({ queryKey: ['accounts'] });
      onClose();
      toast({ message: t('settings:accounts.saved', { name: body.name }) });
    });

  return (
    <form className={classes.form} onSubmit={form.onSubmit((v) => void save(v))}>
      {server.problem && <div className={classes.whole}><FormProblem problem={server.problem} /></div>}
      <TextInput label={t('settings:accounts.name')} required autoFocus key={form.key('name')} {...form.getInputProps('name')} />
      <Select
        label={t('settings:accounts.owner')} allowDeselect={false} searchable
        data={[
          { value: '', label: t('settings:accounts.nobody') },
          ...people,
          ...(known ? [] : [{ value: owner, label: nameOf(owner) }]),
        ]}
        key={form.key('owner_user_id')} {...form.getInputProps('owner_user_id')}
      />
      <div className={classes.actions}>
        <Button type="submit" loading={server.sending}>{t('settings:save')}</Button>
        <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
      </div>
    </form>
  );
}
