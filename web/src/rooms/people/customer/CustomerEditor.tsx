import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { useToast } from '@/ui/confirm';
import { unitsQuery } from '../queries';
import { matching, roles, type Customer, type Role } from '../wire';
import { AccountSelect } from './AccountSelect';
import people from '../People.module.css';

const ties = ['0', '1', '2', '3', '4', '5'];
const fields = ['name', 'title', 'email', 'phone', 'language'] as const;

/** Changing who somebody is, their firm, unit, roles and tie. */
export function CustomerEditor({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const toast = useToast();
  const units = useQuery(unitsQuery).data?.items ?? [];
  const form = useForm({
    initialValues: {
      name: customer.name, title: customer.title, email: customer.email, phone: customer.phone, language: customer.language,
      account_id: customer.account?.id ?? '', unit_id: customer.unit?.id ?? '', roles: [...customer.roles] as Role[], tie: String(customer.tie ?? 0),
    },
  });
  const server = useServerForm(form);
  const save = ({ tie, ...values }: typeof form.values) =>
    server.send(async () => {
      await api.PATCH('/api/customers/{id}', { params: { path: { id: customer.id }, header: matching(customer.version) }, body: { ...values, tie: Number(tie) } });
      await Promise.all([['customer', customer.id], ['customers'], ['contacts'], ['account'], ['account-scores'], ['scores-of-account']].map((queryKey) => cache.invalidateQueries({ queryKey })));
      toast({ message: t('people:stored', { name: values.name || customer.key }) });
      onClose();
    });
  return (
    <form className={people.form} onSubmit={form.onSubmit((v) => void save(v))}>
      {server.problem && <div className={people.whole}><FormProblem problem={server.problem} /></div>}
      {fields.map((field, i) => (
        <TextInput
          key={field} className={people.whole} label={t(`people:${field}`)} type={field === 'email' ? 'email' : field === 'phone' ? 'tel' : 'text'} autoFocus={i === 0}
          description={field === 'language' ? t('people:languageHint') : undefined} {...form.getInputProps(field)}
        />
      ))}
      <AccountSelect className={people.whole} known={customer.account} value={form.values.account_id} onChange={(id) => form.setFieldValue('account_id', id)} error={form.errors.account_id} />
      <Select
        className={people.whole} label={t('people:unit')} allowDeselect={false} searchable
        data={[{ value: '', label: t('people:noUnit') }, ...units.map((u) => ({ value: u.id, label: `${'\u2003'.repeat(u.depth)}${u.name}` }))]} {...form.getInputProps('unit_id')}
      />
      <Checkbox.Group className={people.whole} label={t('people:roles')} description={t('people:rolesWhy')} {...form.getInputProps('roles')}>
        {roles.map((r) => <Checkbox key={r} value={r} mt={6} label={t(`people:role.${r}`)} description={t(`people:roleWhy.${r}`)} />)}
      </Checkbox.Group>
      <Select
        className={people.whole} label={t('people:tie.label')} allowDeselect={false}
        data={ties.map((n) => ({ value: n, label: n === '0' ? t('people:tie.unknown') : t(`people:tie.step.${n as '1'}`, { n }) }))} {...form.getInputProps('tie')}
      />
      <div className={people.actions}>
        <Button type="submit" size="xs" loading={server.sending}>{t('people:save')}</Button>
        <Button size="xs" variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
      </div>
    </form>
  );
}
