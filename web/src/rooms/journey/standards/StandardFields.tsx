import { Group, NumberInput, Select, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useText } from '@/i18n/useText';
import type { StandardValues } from './values';

interface StandardFieldsProps {
  form: UseFormReturnType<{ words: string; owed_by: string; since: string; standard: StandardValues }>;
  measures: readonly { id: string; name: string }[];
}

/** The fields of a standard, by its kind. */
export function StandardFields({ form, measures }: StandardFieldsProps) {
  const { t } = useText();
  const text = (field: 'from' | 'until' | 'match' | 'promise' | 'event' | 'property' | 'value', required = true) => (
    <TextInput label={t(`journey:standardField.${field}`)} required={required} maxLength={200} {...form.getInputProps(`standard.${field}`)} />
  );
  const span = (required: boolean) => (
    <Group gap={8} align="flex-end" wrap="nowrap">
      <NumberInput label={t(required ? 'journey:standardField.hours' : 'journey:standardField.late')} required={required} min={0} decimalScale={2} {...form.getInputProps('standard.amount')} />
      <Select
        aria-label={t('journey:standardField.per')} w={130} allowDeselect={false} data={(['minutes', 'hours', 'days'] as const).map((p) => ({ value: p, label: t(`journey:per.${p}`) }))}
        {...form.getInputProps('standard.per')}
      />
    </Group>
  );
  switch (form.values.standard.kind) {
    case 'time': return <>{text('from')}{text('until')}{span(true)}{text('match', false)}</>;
    case 'promise': return <>{text('until')}{text('promise')}{span(false)}</>;
    case 'quality': return (
      <>
        <Select label={t('journey:mark.measure')} required searchable data={measures.map((m) => ({ value: m.id, label: m.name }))} {...form.getInputProps('standard.measure_id')} />
        <NumberInput label={t('journey:standardField.good')} description={t('journey:standardField.goodNote')} {...form.getInputProps('standard.good')} />
      </>
    );
    case 'share': return <>{text('event')}{text('property')}{text('value', false)}</>;
    default: return null;
  }
}
