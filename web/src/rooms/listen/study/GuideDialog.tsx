import { Button, Fieldset, Modal, NumberInput, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { useListenChanges } from '../queries';
import type { Study, StudyGuide } from '../wire';
import classes from '../Listen.module.css';

interface GuideDialogProps {
  study: Study;
  /** The one in force, which the new one follows. */
  guide?: StudyGuide;
  onClose: () => void;
}

const empty = { title: '', minutes: 10, prompts: '', probes: '' };
const lines = (text: string) => text.split('\n').map((l) => l.trim()).filter(Boolean);

/** Writes a guide: sections with time, what is asked of everybody, what is probed. */
export function GuideDialog({ study, guide, onClose }: GuideDialogProps) {
  const { t } = useText();
  const { writeGuide } = useListenChanges();
  const form = useForm({
    initialValues: { sections: guide ? guide.sections.map((s) => ({ title: s.title, minutes: s.minutes, prompts: s.prompts.join('\n'), probes: s.probes.join('\n') })) : [empty], note: '' },
  });
  const { problem, sending, send } = useServerForm(form);
  const submit = () => send(async () => {
    const sections = form.values.sections.map((s) => ({ ...s, prompts: lines(s.prompts), probes: lines(s.probes) }));
    await writeGuide.mutateAsync({ id: study.id, version: guide?.version ?? 0, guide: { sections, note: form.values.note } });
    onClose();
  });
  return (
    <Modal opened onClose={onClose} size="lg" title={t(guide ? 'listen:guide.change' : 'listen:guide.write')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <form onSubmit={form.onSubmit(() => void submit())}>
        <Stack gap="md">
          {form.values.sections.map((_, n) => (
            <Fieldset key={n} legend={t('listen:guide.section', { n: n + 1 })}>
              <div className={classes.fields}>
                <TextInput label={t('listen:guide.sectionTitle')} required {...form.getInputProps(`sections.${n}.title`)} />
                <NumberInput label={t('listen:guide.time')} min={0} max={240} allowDecimal={false} {...form.getInputProps(`sections.${n}.minutes`)} />
                <Textarea className={classes.wide} label={t('listen:guide.prompts')} description={t('listen:guide.aLine')} autosize minRows={2} {...form.getInputProps(`sections.${n}.prompts`)} />
                <Textarea className={classes.wide} label={t('listen:guide.probes')} description={t('listen:guide.probesHint')} autosize minRows={2} {...form.getInputProps(`sections.${n}.probes`)} />
              </div>
              <div className={classes.end}><Button size="xs" variant="subtle" onClick={() => form.removeListItem('sections', n)}>{t('listen:guide.removeSection')}</Button></div>
            </Fieldset>
          ))}
          <div><Button size="xs" variant="default" onClick={() => form.insertListItem('sections', empty)}>{t('listen:guide.addSection')}</Button></div>
          {guide && <TextInput label={t('listen:guide.why')} {...form.getInputProps('note')} />}
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
