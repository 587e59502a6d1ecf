import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { Problem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { useToast } from '@/ui/confirm';
import classes from '../People.module.css';

/** Adds one customer by key; a key that is known already changes that customer. */
export function NewCustomer({ onClose }: { onClose: () => void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const toast = useToast();
  const form = useForm({ mode: 'uncontrolled', initialValues: { key: '', name: '', email: '', account_key: '' } });
  const server = useServerForm(form);
  const save = (values: typeof form.values) =>
    server.send(async () => {
      const given = Object.fromEntries(Object.entries(values).filter(([, v]) => v.trim() !== ''));
      const receipt = await body(api.POST('/api/customers', { body: { items: [{ ...given, key: values.key }] } }));
      const refused = receipt.rejected[0];
      if (refused) {
        const fields = (refused.errors ?? []).map((e) => ({ field: e.field ?? '', message: e.message, key: refused.key }));
        throw new Problem({ code: 'invalid', status: 422, detail: refused.message, key: refused.key, fields });
      }
      await cache.invalidateQueries({ queryKey: ['customers'] });
      toast({ message: t('people:customers.added', { name: values.name || values.key }) });
      onClose();
    });
  return (
    <Card title={t('people:customers.add')} note={t('people:customers.addNote')}>
      <form className={classes.form} onSubmit={form.onSubmit((v) => void save(v))}>
        {server.problem && <div className={classes.whole}><FormProblem problem={server.problem} /></div>}
        <TextInput label={t('people:key')} description={t('people:keyWhy')} required autoFocus maxLength={200} key={form.key('key')} {...form.getInputProps('key')} />
        <TextInput label={t('people:name')} description={t('people:optional')} maxLength={200} key={form.key('name')} {...form.getInputProps('name')} />
        <TextInput label={t('people:email')} description={t('people:optional')} type="email" maxLength={254} key={form.key('email')} {...form.getInputProps('email')} />
        <TextInput label={t('people:accountKey')} description={t('people:accountKeyWhy')} maxLength={200} key={form.key('account_key')} {...form.getInputProps('account_key')} />
        <div className={classes.actions}>
          <Button type="submit" loading={server.sending}>{t('people:customers.add')}</Button>
          <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
        </div>
      </form>
    </Card>
  );
}
