import { Select, type SelectProps } from '@mantine/core';
import { useMemo } from 'react';
import { useText } from '@/i18n/useText';

/** All currencies by code and name in the reader's language. */
export function CurrencySelect(props: Omit<SelectProps, 'data'>) {
  const { t, i18n } = useText();
  const currencies = useMemo(() => {
    const names = new Intl.DisplayNames(i18n.language, { type: 'currency' });
    return Intl.supportedValuesOf('currency').map((value) => ({ value, label: `${value} · ${names.of(value) ?? value}` }));
  }, [i18n.language]);
  return (
    <Select
      label={t('ui:currency.label')} data={currencies} searchable allowDeselect={false} limit={60} required
      nothingFoundMessage={t('ui:currency.none')} {...props}
    />
  );
}
