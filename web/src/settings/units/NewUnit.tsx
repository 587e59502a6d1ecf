import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { useToast } from '@/ui/confirm';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { unitsQuery, type Unit } from '../queries';
import { UnitFields, type UnitValues } from './UnitFields';
import classes from './Units.module.css';

/** A new unit; the form stays open for the next one. */
export function NewUnit({ units, onClose }: { units: Unit[]; onClose: () => void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const toast = useToast();
  const form = useForm<UnitValues>({ mode: 'uncontrolled', initialValues: { name: '', key: '', parent_id: '' } });
  const server = useServerForm(form);
  const add = (values: UnitValues) =>
    server.send(async () => {
      await api.POST('/api/units', {
        body: { name: values.name, key: values.key || undefined, parent_id: values.parent_id || undefined },
      });
      await cache.invalidateQueries({ queryKey: unitsQuery.queryKey });
      form.setFieldValue('name', '');
      form.setFieldValue('key', '');
      toast({ message: t('settings:units.added', { name: values.name }) });
    });

  return (
    <Card title={t('settings:units.addTitle')}>
      <form className={classes.form} onSubmit={form.onSubmit((v) => void add(v))}>
        {server.problem && <div className={classes.whole}><FormProblem problem={server.problem} /></div>}
        <UnitFields form={form} above={units} />
        <div className={classes.actions}>
          <Button type="submit" loading={server.sending}>{t('settings:units.add')}</Button>
          <Button variant="default" onClick={onClose}>{t('settings:done')}</Button>
        </div>
      </form>
    </Card>
  );
}
