import { Select, type MantineSize } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';
import { unitsQuery } from '../queries';

interface UnitFilterProps {
  value: string | undefined;
  onChange: (unit: string | undefined) => void;
  size?: MantineSize;
}

/** Narrows a list to a unit and those below it, for whoever may read units. */
export function UnitFilter({ value, onChange, size }: UnitFilterProps) {
  const { t } = useText();
  const units = useQuery({ ...unitsQuery, enabled: useMay('unit.read') }).data?.items ?? [];
  if (units.length === 0) return null;
  return (
    <Select
      size={size} label={t('people:unit')} placeholder={t('people:anyUnit')} clearable searchable w={190} value={value ?? null}
      data={units.map((u) => ({ value: u.id, label: `${'\u2003'.repeat(u.depth)}${u.name}` }))} clearButtonProps={{ 'aria-label': t('people:anyUnit') }}
      onChange={(unit) => onChange(unit ?? undefined)}
    />
  );
}
