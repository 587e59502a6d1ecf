import { Button, Checkbox, Group, Modal, MultiSelect, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { placesQuery, studiesQuery, useFindingChanges } from './queries';
import { bySegment, kinds, type Finding, type Kind } from './wire';

interface FindingFormProps {
  program: string;
  /** The finding whose words change; a new one is made without. */
  finding?: Finding;
  onClose: () => void;
}

/** Writes a finding: one claim, its kind, why it matters, where it ends. */
export function FindingForm({ program, finding, onClose }: FindingFormProps) {
  const { t } = useText();
  const navigate = useNavigate();
  const { create, change } = useFindingChanges();
  const listens = useMay('listen.read');
  const studies = useQuery({ ...studiesQuery(program), enabled: listens && !finding }).data?.items ?? [];
  const places = useQuery(placesQuery(program)).data ?? new Map<string, string>();
  const form = useForm({
    initialValues: {
      claim: finding?.claim ?? '', kind: (finding?.kind ?? 'think') as Kind, why: finding?.why ?? '', ends: finding?.ends ?? '', group_by: finding?.group_by ?? '',
      touchpoint_ids: finding?.touchpoint_ids ?? [], study_id: '',
    },
  });
  const { problem, sending, send } = useServerForm(form);
  const submit = form.onSubmit(({ study_id, ...words }) =>
    void send(async () => {
      if (finding) await change.mutateAsync({ finding, change: words });
      else {
        const made = await create.mutateAsync({ program_id: program, study_id: study_id || undefined, ...words });
        void navigate({ to: '/listen/findings/$id', params: { id: made.id } });
      }
      onClose();
    }));
  return (
    <Modal opened onClose={onClose} size="lg" title={t(finding ? 'findings:change' : 'findings:new')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Textarea label={t('findings:claim')} description={t('findings:claimHint')} required autosize minRows={2} maxLength={500} data-autofocus {...form.getInputProps('claim')} />
          <Select label={t('findings:kind')} description={t('findings:kindHint')} allowDeselect={false} data={kinds.map((k) => ({ value: k, label: t(`findings:of.${k}`) }))} {...form.getInputProps('kind')} />
          <Textarea label={t('findings:why')} autosize minRows={2} maxLength={4000} {...form.getInputProps('why')} />
          <Textarea label={t('findings:ends')} description={t('findings:endsHint')} autosize minRows={2} maxLength={4000} {...form.getInputProps('ends')} />
          <MultiSelect
            label={t('findings:where')} searchable clearable maxValues={40} data={[...places].map(([value, label]) => ({ value, label }))} nothingFoundMessage={t('findings:noneSuch')}
            {...form.getInputProps('touchpoint_ids')}
          />
          {studies.length > 0 && (
            <Select label={t('findings:study')} description={t('findings:studyHint')} clearable data={studies.map((s) => ({ value: s.id, label: s.name }))} {...form.getInputProps('study_id')} onChange={(id) => form.setFieldValue('study_id', id ?? '')} />
          )}
          <Checkbox label={t('findings:bySegment')} description={t('findings:bySegmentHint')} checked={form.values.group_by === bySegment} onChange={(e) => form.setFieldValue('group_by', e.currentTarget.checked ? bySegment : '')} />
          {form.values.group_by !== bySegment && <TextInput label={t('findings:groupBy')} description={t('findings:groupByHint')} maxLength={120} {...form.getInputProps('group_by')} />}
          <FormProblem problem={problem} />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
            <Button type="submit" loading={sending}>{t('findings:keep')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
