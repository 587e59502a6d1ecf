import { Select, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useText } from '@/i18n/useText';
import type { Unit } from '../queries';
import { indented } from './tree';

export interface UnitValues extends Record<string, unknown> {
  name: string;
  key: string;
  parent_id: string;
}

/** Name, key and place of a unit. `above` are the units it may stand under. */
export function UnitFields({ form, above }: { form: UseFormReturnType<UnitValues>; above: Unit[] }) {
  const { t } = useText();
  return (
    <>
      <TextInput label={t('settings:units.name')} required autoFocus key={form.key('name')} {...form.getInputProps('name')} />
      <TextInput label={t('settings:units.key')} placeholder={t('settings:units.keyHint')} key={form.key('key')} {...form.getInputProps('key')} />
      <Select
        label={t('settings:units.above')} allowDeselect={false} searchable
        data={[{ value: '', label: t('settings:units.top') }, ...above.map((u) => ({ value: u.id, label: indented(u) }))]}
        key={form.key('parent_id')} {...form.getInputProps('parent_id')}
      />
    </>
  );
}
