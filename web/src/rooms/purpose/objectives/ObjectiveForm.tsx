import { Button, Group, Modal, MultiSelect, NumberInput, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { traitsQuery, useObjectiveChanges } from '../queries';
import { outcomes, type Measure, type Objective, type Outcome, type Program } from '../wire';
import { changed, draftOf, sent } from './draft';
import type { Editing } from './ObjectivesCard';
import { Stand } from './Stand';
import { mayServe } from './tree';
import { useKeyName } from './useWhereWords';
import classes from './Objectives.module.css';

interface ObjectiveFormProps {
  editing: Editing;
  program: Program;
  objectives: readonly Objective[];
  measures: readonly Measure[];
  onClose: () => void;
}

/** Sets or changes an objective; where the measure stood in the days of the baseline is shown before the target is chosen. */
export function ObjectiveForm({ editing, program, objectives, measures, onClose }: ObjectiveFormProps) {
  const { t } = useText();
  const format = useFormat();
  const keyName = useKeyName();
  const { objective } = editing;
  const known = useQuery(traitsQuery(program.id)).data;
  const segments = (known?.segments ?? []).map((s) => ({ value: `segment:${s.id}`, label: s.name }));
  const { create, change } = useObjectiveChanges(program.id);
  const form = useForm({ initialValues: draftOf(editing, measures, new Date()) });
  const { problem, sending, send } = useServerForm(form);
  const { values } = form;
  const measure = measures.find((m) => m.id === values.measure_id);
  const share = measure?.unit === 'share';
  const options = [...(segments.length > 0 ? [{ group: keyName('segment', ''), items: segments }] : []), ...(known?.items ?? []).filter((x) => x.values.length > 0).map((x) => ({
    group: keyName(x.key, x.label),
    items: x.values.map((v) => ({ value: `${x.key}:${v.value ?? ''}`, label: v.value === null ? t('purpose:none.value') : v.label })),
  }))];
  const offered = new Set(options.flatMap((g) => g.items.map((i) => i.value)));
  const kept = values.where.filter((w) => !offered.has(w));

  const submit = form.onSubmit((draft) =>
    void send(async () => {
      if (objective) await change.mutateAsync({ objective, change: changed(draft, share, objective) });
      else await create.mutateAsync(sent(draft, share));
      onClose();
    }),
  );

  return (
    <Modal opened onClose={onClose} size="lg" title={t(objective ? 'purpose:objective.changeTitle' : 'purpose:objective.addTitle')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <form onSubmit={submit} lang={format.locale}>
        <Stack gap="md">
          <TextInput label={t('purpose:objective.name')} description={t('purpose:objective.nameHint')} required maxLength={200} data-autofocus {...form.getInputProps('name')} />
          <div className={classes.two}>
            <Select
              label={t('purpose:objective.outcome')} allowDeselect={false} data={outcomes.map((o: Outcome) => ({ value: o, label: t(`purpose:outcome.${o}`) }))}
              {...form.getInputProps('outcome')}
            />
            <Select
              label={t('purpose:objective.serves')} clearable placeholder={t('purpose:objective.servesPurpose')}
              data={mayServe(objectives, objective?.id).map((o) => ({ value: o.id, label: o.name }))}
              {...form.getInputProps('parent_id')} onChange={(id) => form.setFieldValue('parent_id', id ?? '')}
            />
          </div>
          <Select
            label={t('purpose:objective.measure')} required allowDeselect={false} searchable={measures.length > 8}
            data={measures.map((m) => ({ value: m.id, label: m.name }))} {...form.getInputProps('measure_id')}
          />
          <MultiSelect
            label={t('purpose:objective.whose')} description={t('purpose:objective.whoseHint')} placeholder={values.where.length === 0 ? t('purpose:objective.everybody') : undefined}
            searchable clearable limit={200} maxValues={50} data={kept.length > 0 ? [...options, { group: t('purpose:objective.other'), items: kept.map((w) => ({ value: w, label: w })) }] : options}
            {...form.getInputProps('where')}
          />
          <div className={classes.two}>
            <TextInput type="date" label={t('purpose:objective.from')} required max={values.baseline_to || undefined} {...form.getInputProps('baseline_from')} />
            <TextInput type="date" label={t('purpose:objective.to')} required min={values.baseline_from || undefined} {...form.getInputProps('baseline_to')} />
          </div>
          <Stand measure={measure} target={values.target === '' ? NaN : Number(values.target) / (share ? 100 : 1)} from={values.baseline_from} to={values.baseline_to} where={values.where} />
          <div className={classes.two}>
            <NumberInput
              label={t('purpose:objective.target')} required decimalScale={share || measure?.unit === 'points' ? 1 : 2} suffix={share ? ' %' : undefined}
              decimalSeparator={format.locale === 'fr-FR' ? ',' : '.'} {...form.getInputProps('target')}
            />
            <TextInput type="date" label={t('purpose:objective.due')} required {...form.getInputProps('due')} />
          </div>
          <FormProblem problem={problem} />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
            <Button type="submit" loading={sending}>{t(objective ? 'purpose:save' : 'purpose:objective.add')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
