import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { useText } from '@/i18n/useText';
import { useConfirm, useToast } from '@/ui/confirm';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { matching, unitsQuery, type Unit } from '../queries';
import { under } from './tree';
import { UnitFields, type UnitValues } from './UnitFields';
import classes from './Units.module.css';

interface UnitEditorProps {
  unit: Unit;
  units: Unit[];
  onClose: () => void;
}

/** Renaming, moving and deleting a unit. */
export function UnitEditor({ unit, units, onClose }: UnitEditorProps) {
  const { t } = useText();
  const cache = useQueryClient();
  const confirm = useConfirm();
  const toast = useToast();
  const form = useForm<UnitValues>({
    mode: 'uncontrolled',
    initialValues: { name: unit.name, key: unit.key, parent_id: unit.parent_id ?? '' },
  });
  const server = useServerForm(form);
  const below = under(units, unit.id);
  const path = { id: unit.id };

  const run = (work: () => Promise<unknown>, message: string) =>
    server.send(async () => {
      await work();
      await cache.invalidateQueries({ queryKey: unitsQuery.queryKey });
      onClose();
      toast({ message });
    });

  return (
    <form
      className={classes.form}
      onSubmit={form.onSubmit((body) =>
        void run(
          () => api.PATCH('/api/units/{id}', { params: { path, header: matching(unit.version) }, body }),
          t('settings:units.saved', { name: body.name }),
        ),
      )}
    >
      {server.problem && <div className={classes.whole}><FormProblem problem={server.problem} /></div>}
      <UnitFields form={form} above={units.filter((u) => !below.has(u.id))} />
      <div className={classes.actions}>
        <Button type="submit" loading={server.sending}>{t('settings:save')}</Button>
        <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
        <Button
          variant="subtle" className={classes.push}
          onClick={() =>
            confirm({
              title: t('settings:units.deleteTitle', { name: unit.name }),
              text: t('settings:units.deleteText'),
              verb: t('settings:units.delete'),
              onConfirm: () =>
                void run(() => api.DELETE('/api/units/{id}', { params: { path } }), t('settings:units.deleted', { name: unit.name })),
            })
          }
        >
          {t('settings:units.delete')}
        </Button>
      </div>
    </form>
  );
}
