import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { accountsPages } from '../queries';

interface AccountSelectProps {
  /** The firm that is chosen before anybody searches. */
  known?: { id: string; key: string; name?: string };
  value: string;
  onChange: (id: string) => void;
  /** What the field is called; else the account that somebody belongs to. */
  label?: string;
  error?: ReactNode;
  className?: string;
}

/** A firm, found by typing part of its name or key; the list holds the first of those found. */
export function AccountSelect({ known, value, onChange, label, error, className }: AccountSelectProps) {
  const { t } = useText();
  const [words, setWords] = useState('');
  const [q] = useDebouncedValue(words.trim() || undefined, 250);
  const found = useInfiniteQuery(accountsPages(q)).data?.pages[0]?.items ?? [];
  const data = [{ value: '', label: t('people:noAccount') }, ...found.map((a) => ({ value: a.id, label: a.name || a.key }))];
  if (known && !data.some((d) => d.value === known.id)) data.push({ value: known.id, label: known.name || known.key });
  return (
    <Select
      className={className} label={label ?? t('people:account')} description={t('people:accountFind')} searchable allowDeselect={false} data={data} value={value}
      onChange={(id) => onChange(id ?? '')} onSearchChange={setWords} filter={({ options }) => options} error={error} nothingFoundMessage={t('people:accounts.nothing')}
    />
  );
}
