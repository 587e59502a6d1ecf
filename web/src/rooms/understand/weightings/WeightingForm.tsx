import { Button, Group, Radio, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useMay } from '@/access/session';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { useKeyName } from '../filter/words';
import { traitsQuery } from '../queries';
import { classesOf, emptyDraft, type Draft } from './classes';
import { MarginEditor } from './MarginEditor';
import { countedSegmentsQuery, useWeightingChanges } from './queries';
import type { Value, Weighting } from './wire';

interface WeightingFormProps {
  program: string;
  weighting?: Weighting;
  onClose: () => void;
  onSaved: (weighting: Weighting) => void;
}

interface Margin {
  id: number;
  draft: Draft;
  values: readonly Value[];
}

const mostTraits = 4;
const plain = ['language', 'unit', 'channel'];

/** Makes or changes a weighting: by which traits, with which classes, and where their shares come from. */
export function WeightingForm({ program, weighting, onClose, onSaved }: WeightingFormProps) {
  const { t } = useText();
  const format = useFormat();
  const keyName = useKeyName();
  const form = useForm({ initialValues: { name: weighting?.name ?? '', base: weighting?.base ?? ('customers' as const), segment_id: weighting?.segment_id ?? '', small: weighting?.small ?? ('merge' as const) } });
  const { problem, sending, send } = useServerForm(form);
  const { create, change } = useWeightingChanges();
  const traits = useQuery(traitsQuery(program)).data?.items ?? [];
  const maySegments = useMay('person.read');
  const segments = useQuery({ ...countedSegmentsQuery, enabled: maySegments }).data?.items ?? [];
  const [margins, setMargins] = useState<Margin[]>(() => (weighting ? weighting.margins.map((m, id) => ({ id, draft: { ...emptyDraft, key: m.key }, values: [] })) : [{ id: 0, draft: emptyDraft, values: [] }]));
  const keys = traits.filter((x) => plain.includes(x.key) || (x.kind === 'text' && /^t\d+$/.test(x.key))).map((x) => ({ value: x.key, label: keyName(x.key, x.label) }));
  const typed = form.values.base === 'typed';
  const set = useCallback((id: number, draft: Draft, values: readonly Value[]) => setMargins((all) => all.map((m) => (m.id === id ? { id, draft, values } : m))), []);
  const ready = margins.every((m) => m.draft.key && m.values.length > 0);
  const ofMargins = problem?.fields.filter((f) => /^margins\[\d+\]/.test(f.field)) ?? [];

  const submit = form.onSubmit((values) =>
    void send(async () => {
      const draft = {
        ...values, segment_id: typed ? '' : values.segment_id,
        margins: margins.map((m) => ({ key: m.draft.key, classes: classesOf(m.draft, m.values, (names) => format.list(names)) })),
      };
      onSaved(weighting ? await change.mutateAsync({ weighting, change: draft }) : await create.mutateAsync({ ...draft, program_id: program }));
    }),
  );

  return (
    <Card title={t(weighting ? 'weightings:form.change' : 'weightings:form.new')}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput label={t('weightings:form.name')} description={t('weightings:form.nameHint')} required maxLength={120} maw={460} data-autofocus {...form.getInputProps('name')} />
          <Radio.Group label={t('weightings:form.base')} {...form.getInputProps('base')}>
            <Stack gap={6} mt={6}>
              <Radio value="customers" label={t('weightings:base.customers')} description={t('weightings:form.customersHint')} />
              <Radio value="typed" label={t('weightings:base.typed')} description={t('weightings:form.typedHint')} />
            </Stack>
          </Radio.Group>
          {!typed && segments.length > 0 && (
            <Select
              label={t('weightings:form.segment')} description={t('weightings:form.segmentHint')} placeholder={t('weightings:form.allCustomers')} clearable searchable maw={380}
              clearButtonProps={{ 'aria-label': t('weightings:form.allCustomers') }} nothingFoundMessage={t('understand:fieldwork.noSuchSegment')} data={segments.map((s) => ({ value: s.id, label: s.name }))}
              value={form.values.segment_id || null} onChange={(id) => form.setFieldValue('segment_id', id ?? '')} error={form.errors.segment_id}
            />
          )}
          {margins.map((m, i) => (
            <MarginEditor
              key={m.id} program={program} draft={m.draft} saved={weighting?.margins.find((w) => w.key === m.draft.key)?.classes} typed={typed} segment={form.values.segment_id}
              keys={keys.filter((k) => k.value === m.draft.key || !margins.some((o) => o.draft.key === k.value))}
              problems={ofMargins.filter((f) => f.field.startsWith(`margins[${i}]`))}
              onChange={(draft, values) => set(m.id, draft, values)}
              onRemove={margins.length > 1 ? () => setMargins((all) => all.filter((o) => o.id !== m.id)) : undefined}
            />
          ))}
          {margins.length < mostTraits && <Group><Button variant="default" size="xs" onClick={() => setMargins((all) => [...all, { id: Math.max(...all.map((m) => m.id)) + 1, draft: emptyDraft, values: [] }])}>{t('weightings:form.addTrait')}</Button></Group>}
          <Radio.Group label={t('weightings:form.small')} {...form.getInputProps('small')}>
            <Stack gap={6} mt={6}>
              <Radio value="merge" label={t('weightings:small.merge')} />
              <Radio value="refuse" label={t('weightings:small.refuse')} />
            </Stack>
          </Radio.Group>
          {ofMargins.length === 0 && <FormProblem problem={problem} />}
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
            <Button type="submit" loading={sending} disabled={!ready}>{t('weightings:form.save')}</Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}
