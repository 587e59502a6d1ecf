import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { customersPages } from '../queries';

interface CustomerSelectProps {
  /** The key of who is chosen. */
  value: string;
  onChange: (key: string) => void;
  error?: ReactNode;
}

/** A customer, found by typing part of a name, mail or key. Who is restricted stands in no list: their whole key does. */
export function CustomerSelect({ value, onChange, error }: CustomerSelectProps) {
  const { t } = useText();
  const [words, setWords] = useState('');
  const [q] = useDebouncedValue(words.trim() || undefined, 250);
  const found = useInfiniteQuery({ ...customersPages({ q }), enabled: q !== undefined }).data?.pages[0]?.items ?? [];
  const data = (q === undefined ? [] : found).map((c) => ({ value: c.key, label: c.name ? `${c.name} (${c.key})` : c.key }));
  for (const key of [value, words.trim()]) {
    if (key && !data.some((d) => d.value === key || d.label === key)) data.push({ value: key, label: t('people:rights.byKey', { key }) });
  }
  return (
    <Select
      label={t('people:rights.whom')} description={t('people:rights.whomHint')} searchable clearable data={data} value={value || null} error={error}
      onChange={(key) => onChange(key ?? '')} onSearchChange={setWords} filter={({ options }) => options} nothingFoundMessage={t('people:rights.whomType')}
    />
  );
}
