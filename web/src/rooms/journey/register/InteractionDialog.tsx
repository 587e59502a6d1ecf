import { Button, Group, Modal, MultiSelect, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { useRegisterChanges } from '../queries';
import type { Matrix } from '../wire';

interface InteractionDialogProps {
  matrix: Matrix;
  name: string;
  onClose: () => void;
}

/** Renames an interaction or moves it, on all its channels at once. */
export function InteractionDialog({ matrix, name, onClose }: InteractionDialogProps) {
  const { t } = useText();
  const { interaction } = useRegisterChanges();
  const own = matrix.touchpoints.filter((x) => x.name.toLowerCase() === name.toLowerCase());
  const names = [...new Map(matrix.touchpoints.map((x) => [x.name.toLowerCase(), x.name])).values()];
  const place = names.findIndex((n) => n.toLowerCase() === name.toLowerCase());
  const form = useForm({ initialValues: { new_name: name, stage_ids: [...new Set(own.flatMap((x) => x.stage_ids))], after: '' } });
  const { problem, sending, send } = useServerForm(form);
  const submit = form.onSubmit((v) => void send(async () => {
    const behind = names.filter((_, i) => i !== place).indexOf(v.after);
    await interaction.mutateAsync({
      program_id: matrix.program_id, name, new_name: v.new_name === name ? undefined : v.new_name, stage_ids: v.stage_ids,
      position: v.after === '' ? undefined : v.after === first ? 1 : behind + 2,
    });
    onClose();
  }));
  return (
    <Modal opened onClose={onClose} title={t('journey:interaction.title', { name })} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput label={t('journey:field.name')} description={t('journey:interaction.all', { count: own.length })} required maxLength={120} data-autofocus {...form.getInputProps('new_name')} />
          <MultiSelect label={t('journey:field.stages')} data={matrix.stages.map((s) => ({ value: s.id, label: s.name }))} {...form.getInputProps('stage_ids')} />
          <Select
            label={t('journey:interaction.place')} searchable
            data={[{ value: '', label: t('journey:interaction.stays') }, { value: first, label: t('journey:interaction.first') }, ...names.filter((_, i) => i !== place).map((n) => ({ value: n, label: t('journey:interaction.after', { name: n }) }))]}
            allowDeselect={false} {...form.getInputProps('after')}
          />
          <FormProblem problem={problem} />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
            <Button type="submit" loading={sending}>{t('journey:editor.save')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

const first = '\u0000first';
