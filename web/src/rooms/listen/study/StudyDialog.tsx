import { Button, Modal, NumberInput, Radio, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useNavigate } from '@tanstack/react-router';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import type { components } from '@/api/schema';
import { useListenChanges } from '../queries';
import type { Study } from '../wire';
import { WantedEditor } from './WantedEditor';
import classes from '../Listen.module.css';

interface StudyDialogProps {
  programs?: readonly components['schemas']['Program'][];
  program?: string;
  /** The study that is changed; absent: a new one is made. */
  study?: Study;
  onClose: () => void;
}

/** What a study wants to understand, of whom, and when it may stop. */
export function StudyDialog({ programs = [], program = '', study, onClose }: StudyDialogProps) {
  const { t } = useText();
  const navigate = useNavigate();
  const { createStudy, changeStudy } = useListenChanges();
  const form = useForm({
    initialValues: {
      program_id: study?.program_id ?? program, name: study?.name ?? '', question: study?.question ?? '', purpose: study?.purpose ?? '',
      saturation: study?.saturation ?? 3, mode: study?.mode ?? 'open' as const, wanted: study?.wanted ?? [],
    },
  });
  const { problem, sending, send } = useServerForm(form);
  const submit = (values: typeof form.values) => send(async () => {
    const { program_id, ...rest } = values;
    if (study) {
      await changeStudy.mutateAsync({ study, change: rest });
      onClose();
      return;
    }
    const made = await createStudy.mutateAsync({ program_id, ...rest });
    void navigate({ to: '/listen/studies/$id', params: { id: made.id }, search: {} });
  });
  return (
    <Modal opened onClose={onClose} size="lg" title={t(study ? 'listen:study.change' : 'listen:studies.new')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <form onSubmit={form.onSubmit((values) => void submit(values))}>
        <Stack gap="md">
          {!study && programs.length > 1 && <Select label={t('listen:program')} allowDeselect={false} data={programs.map((p) => ({ value: p.id, label: p.name }))} {...form.getInputProps('program_id')} />}
          <TextInput label={t('listen:study.name')} required data-autofocus maxLength={120} {...form.getInputProps('name')} />
          <Textarea label={t('listen:study.question')} description={t('listen:study.questionHint')} autosize minRows={2} {...form.getInputProps('question')} />
          <Textarea label={t('listen:study.purpose')} description={t('listen:study.purposeHint')} autosize minRows={2} {...form.getInputProps('purpose')} />
          <WantedEditor wanted={form.values.wanted} onChange={(wanted) => form.setFieldValue('wanted', wanted)} />
          <NumberInput label={t('listen:study.saturation')} description={t('listen:study.saturationHint')} min={0} max={50} allowDecimal={false} {...form.getInputProps('saturation')} />
          <Radio.Group label={t('listen:study.mode')} description={t('listen:study.modeHint')} {...form.getInputProps('mode')}>
            <Stack gap={6} mt={6}>
              <Radio value="open" label={t('listen:mode.open')} />
              <Radio value="blind" label={t('listen:mode.blind')} />
            </Stack>
          </Radio.Group>
          <FormProblem problem={problem} />
        </Stack>
        <div className={classes.end}>
          <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
          <Button type="submit" loading={sending}>{t('listen:save')}</Button>
        </div>
      </form>
    </Modal>
  );
}
