import { Button, Group, Modal, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { grains, kinds, type Indicator, type Program } from '../wire';
import { useIndicatorChanges } from './queries';

/** Defines an indicator or changes it; how long its periods are is said once. */
export function IndicatorForm({ indicator, program, onClose }: { indicator?: Indicator; program: Program; onClose: () => void }) {
  const { t } = useText();
  const { create, change } = useIndicatorChanges(program.id);
  const form = useForm({
    initialValues: {
      name: indicator?.name ?? '', kind: indicator?.kind ?? ('churn' as Indicator['kind']), measured_in: indicator?.measured_in ?? '',
      direction: indicator?.direction ?? ('up' as Indicator['direction']), period: indicator?.period ?? ('month' as Indicator['period']),
    },
  });
  const { problem, sending, send } = useServerForm(form);
  const submit = form.onSubmit(({ period, ...values }) =>
    void send(async () => {
      if (indicator) await change.mutateAsync({ indicator, change: values });
      else await create.mutateAsync({ ...values, period, program_id: program.id });
      onClose();
    }),
  );
  return (
    <Modal opened onClose={onClose} title={t(indicator ? 'purpose:indicator.changeTitle' : 'purpose:indicator.add')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput label={t('purpose:program.name')} description={t('purpose:indicator.nameHint')} required maxLength={120} data-autofocus {...form.getInputProps('name')} />
          <Select label={t('purpose:indicator.kind')} allowDeselect={false} data={kinds.map((k) => ({ value: k, label: t(`purpose:kind.${k}`) }))} {...form.getInputProps('kind')} />
          <TextInput label={t('purpose:indicator.measuredIn')} description={t('purpose:indicator.measuredInHint')} maxLength={40} {...form.getInputProps('measured_in')} />
          <div>
            <Text size="sm" fw={500} id="better">{t('purpose:indicator.direction')}</Text>
            <SegmentedControl aria-labelledby="better" size="xs" data={(['up', 'down'] as const).map((d) => ({ value: d, label: t(`purpose:better.${d}`) }))} {...form.getInputProps('direction')} />
          </div>
          {!indicator && (
            <Select
              label={t('purpose:indicator.grain')} description={t('purpose:indicator.grainHint')} allowDeselect={false}
              data={grains.map((g) => ({ value: g, label: t(`purpose:grain.${g}`) }))} {...form.getInputProps('period')}
            />
          )}
          <FormProblem problem={problem} />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
            <Button type="submit" loading={sending}>{t(indicator ? 'purpose:save' : 'purpose:indicator.add')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
