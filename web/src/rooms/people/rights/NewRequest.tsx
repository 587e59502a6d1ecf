import { Button, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { useToast } from '@/ui/confirm';
import classes from '../People.module.css';
import { CustomerSelect } from './CustomerSelect';
import { instantOf, kinds, type RightKind, type Way } from './queries';
import { RequestFields } from './RequestFields';

/** Writes down what came by mail, by telephone or over a counter, to be answered later. */
export function NewRequest({ onClose }: { onClose: () => void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const toast = useToast();
  const form = useForm({ initialValues: { kind: 'export' as RightKind, customer_key: '', asked_at: '', due_at: '', came_by: '', asked_by: '', identity: '', notes: '' } });
  const server = useServerForm(form);
  const save = (v: typeof form.values) =>
    server.send(async () => {
      await api.POST('/api/rights', {
        body: {
          kind: v.kind, customer_key: v.customer_key || undefined, asked_at: instantOf(v.asked_at), due_at: instantOf(v.due_at), reason: 'asked',
          came_by: (v.came_by || undefined) as Way | undefined, asked_by: v.asked_by || undefined, identity: v.identity || undefined, notes: v.notes || undefined,
        },
      });
      await cache.invalidateQueries({ queryKey: ['rights'] });
      toast({ message: t('people:rights.written') });
      onClose();
    });
  return (
    <Card title={t('people:rights.write')} note={t('people:rights.writeNote')}>
      <form className={classes.form} onSubmit={form.onSubmit((v) => void save(v))}>
        {server.problem && <div className={classes.whole}><FormProblem problem={server.problem} /></div>}
        <CustomerSelect value={form.values.customer_key} onChange={(key) => form.setFieldValue('customer_key', key)} error={form.errors.customer_key} />
        <Select
          label={t('people:rights.what')} description={t('people:rights.whatHint')} allowDeselect={false} data={kinds.map((k) => ({ value: k, label: t(`people:rights.kind.${k}`) }))}
          {...form.getInputProps('kind')}
        />
        <TextInput type="date" label={t('people:rights.askedAt')} description={t('people:rights.askedHint')} {...form.getInputProps('asked_at')} />
        <RequestFields form={form} />
        <div className={classes.actions}>
          <Button type="submit" loading={server.sending} disabled={!form.values.customer_key && !form.values.asked_by.trim()}>{t('people:rights.keep')}</Button>
          <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
        </div>
      </form>
    </Card>
  );
}
