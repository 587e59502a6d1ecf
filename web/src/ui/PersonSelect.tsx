import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { colleaguesQuery } from './colleagues';

interface PersonSelectProps {
  /** Of the field, where its label stands elsewhere. */
  id?: string;
  label?: string;
  value: string;
  /** The name of the person chosen, who need not be among those found. */
  known?: string;
  disabled?: boolean;
  onChange: (id: string) => void;
}

/** Somebody who signs in, found by name. */
export function PersonSelect({ id, label, value, known, disabled, onChange }: PersonSelectProps) {
  const { t } = useText();
  const [text, setText] = useState(known ?? '');
  const [asked] = useDebouncedValue(text === known ? '' : text, 200);
  const found = useQuery(colleaguesQuery(asked));
  const people = (found.data?.items ?? []).map((p) => ({ value: p.id, label: p.name }));
  const data = value && known && !people.some((p) => p.value === value) ? [{ value, label: known }, ...people] : people;
  return (
    <Select
      id={id} label={label} value={value || null} data={data} searchable clearable disabled={disabled} openOnFocus={false} searchValue={text} onSearchChange={setText}
      placeholder={t('ui:person.nobody')} nothingFoundMessage={found.isPending ? t('ui:loading') : t('ui:person.noneFound')} filter={({ options }) => options}
      clearButtonProps={{ 'aria-label': t('ui:person.clear') }} onChange={(v) => onChange(v ?? '')}
    />
  );
}
