import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { useProgramChanges } from './queries';

/** Makes a program: a name, and why it is done. All else is said on its page. */
export function NewProgram({ onClose, onMade }: { onClose: () => void; onMade: (id: string) => void }) {
  const { t } = useText();
  const { create } = useProgramChanges();
  const form = useForm({ initialValues: { name: '', why: '' } });
  const { problem, sending, send } = useServerForm(form);
  const submit = form.onSubmit((values) => void send(async () => onMade((await create.mutateAsync(values)).id)));
  return (
    <Modal opened onClose={onClose} title={t('purpose:program.makeTitle')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput label={t('purpose:program.name')} required maxLength={120} data-autofocus {...form.getInputProps('name')} />
          <Textarea label={t('purpose:statement.why')} description={t('purpose:statement.whyHint')} autosize minRows={2} maxLength={4000} {...form.getInputProps('why')} />
          <FormProblem problem={problem} />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
            <Button type="submit" loading={sending}>{t('purpose:program.make')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
