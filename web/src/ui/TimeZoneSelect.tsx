import { Select, type SelectProps } from '@mantine/core';
import { useMemo } from 'react';
import { useText } from '@/i18n/useText';

/** All time zones that the browser knows, found by typing a city. */
export function TimeZoneSelect(props: Omit<SelectProps, 'data'>) {
  const { t } = useText();
  const zones = useMemo(() => {
    const known = Intl.supportedValuesOf('timeZone');
    return ['UTC', ...known.filter((z) => z !== 'UTC')].map((value) => ({ value, label: value.replaceAll('_', ' ') }));
  }, []);
  return (
    <Select
      label={t('ui:zone.label')} description={t('ui:zone.why')} data={zones} searchable allowDeselect={false} limit={60} required
      nothingFoundMessage={t('ui:zone.none')} {...props}
    />
  );
}
