import { MultiSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { colleaguesQuery } from '@/ui/colleagues';

interface PeopleSelectProps {
  label: string;
  description: string;
  value: string[];
  /** Names by id of those chosen before, who need not be among those found. */
  known: Record<string, string>;
  disabled?: boolean;
  error?: ReactNode;
  onChange: (ids: string[]) => void;
}

/** Several people who sign in, each found by name. */
export function PeopleSelect({ label, description, value, known, disabled, error, onChange }: PeopleSelectProps) {
  const { t } = useText();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(known);
  const [asked] = useDebouncedValue(text, 200);
  const found = useQuery(colleaguesQuery(asked));
  const names = { ...chosen, ...Object.fromEntries((found.data?.items ?? []).map((p) => [p.id, p.name])) };
  return (
    <MultiSelect
      label={label} description={description} value={value} searchable disabled={disabled} error={error} searchValue={text} onSearchChange={setText}
      data={Object.entries(names).map(([id, name]) => ({ value: id, label: name }))} placeholder={value.length === 0 ? t('journey:field.noEditors') : undefined}
      nothingFoundMessage={found.isPending ? t('ui:loading') : t('ui:person.noneFound')} onChange={(ids) => { setChosen(names); onChange(ids); }}
    />
  );
}
