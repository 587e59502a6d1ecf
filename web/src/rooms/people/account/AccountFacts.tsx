import { Button, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { useMay } from '@/access/session';
import { useOwners } from '@/access/useOwners';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { useToast } from '@/ui/confirm';
import { unitsQuery } from '../queries';
import { matching, type Account } from '../wire';
import people from '../People.module.css';

/** Who the firm is: its unit, who looks after it; changed in place. */
export function AccountFacts({ account }: { account: Account }) {
  const { t } = useText();
  const format = useFormat();
  const owners = useOwners();
  const mayWrite = useMay('person.write');
  const [editing, { open, close }] = useDisclosure();
  return (
    <Card
      title={t('people:account_page.who')}
      actions={mayWrite && !editing && <Button variant="default" size="xs" onClick={open}>{t('people:change')}</Button>}
    >
      {editing ? <Editor account={account} onClose={close} /> : (
        <dl className={people.facts}>
          <div><dt>{t('people:owner')}</dt><dd>{owners.nameOf(account.owner_user_id) || t('people:nobody')}</dd></div>
          <div><dt>{t('people:unit')}</dt><dd>{account.unit?.name ?? t('people:noUnit')}</dd></div>
          <div><dt>{t('people:accounts.customers')}</dt><dd>{format.number(account.customers)}</dd></div>
          <div><dt>{t('people:key')}</dt><dd>{account.key}</dd></div>
        </dl>
      )}
    </Card>
  );
}

function Editor({ account, onClose }: { account: Account; onClose: () => void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const toast = useToast();
  const mayOwner = useMay('unit.write');
  const { people: owners, nameOf } = useOwners();
  const units = useQuery(unitsQuery).data?.items ?? [];
  const owner = account.owner_user_id ?? '';
  const form = useForm({ mode: 'uncontrolled', initialValues: { name: account.name, owner_user_id: owner, unit_id: account.unit?.id ?? '' } });
  const server = useServerForm(form);
  const known = owner === '' || owners.some((p) => p.value === owner);
  const save = (values: typeof form.values) =>
    server.send(async () => {
      const change = { name: values.name, unit_id: values.unit_id, ...(mayOwner && values.owner_user_id !== owner && { owner_user_id: values.owner_user_id }) };
      await api.PATCH('/api/accounts/{id}', { params: { path: { id: account.id }, header: matching(account.version) }, body: change });
      await Promise.all([['account', account.id], ['accounts'], ['account-scores'], ['scores-of-account', account.id]].map((queryKey) => cache.invalidateQueries({ queryKey })));
      toast({ message: t('people:stored', { name: values.name }) });
      onClose();
    });
  return (
    <form className={people.form} onSubmit={form.onSubmit((v) => void save(v))}>
      {server.problem && <div className={people.whole}><FormProblem problem={server.problem} /></div>}
      <TextInput className={people.whole} label={t('people:name')} required autoFocus maxLength={200} key={form.key('name')} {...form.getInputProps('name')} />
      {mayOwner && (
        <Select
          className={people.whole} label={t('people:owner')} description={t('people:ownerWhy')} allowDeselect={false} searchable
          data={[{ value: '', label: t('people:nobody') }, ...owners, ...(known ? [] : [{ value: owner, label: nameOf(owner) }])]}
          key={form.key('owner_user_id')} {...form.getInputProps('owner_user_id')}
        />
      )}
      <Select
        className={people.whole} label={t('people:unit')} allowDeselect={false} searchable
        data={[{ value: '', label: t('people:noUnit') }, ...units.map((u) => ({ value: u.id, label: `${'\u2003'.repeat(u.depth)}${u.name}` }))]}
        key={form.key('unit_id')} {...form.getInputProps('unit_id')}
      />
      <div className={people.actions}>
        <Button type="submit" size="xs" loading={server.sending}>{t('people:save')}</Button>
        <Button size="xs" variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
      </div>
    </form>
  );
}
