import { MultiSelect, Select, TextInput, type MantineSize } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { definitionsQuery } from '../queries';
import type { TraitDefinition } from '../wire';
import classes from '../People.module.css';
import { pickOf, pickedRange, pickedValues } from './pick';

interface TraitFilterProps {
  of: TraitDefinition['of'];
  /** ID:VALUE or ID:FROM..TO, all of one trait. */
  value: readonly string[] | undefined;
  onChange: (value: string[] | undefined) => void;
  size?: MantineSize;
}

/** Narrows a list by one trait as it is now: some choices, a text, or a range. */
export function TraitFilter({ of, value, onChange, size }: TraitFilterProps) {
  const { t } = useText();
  const traits = (useQuery(definitionsQuery).data?.items ?? []).filter((d) => d.of === of);
  const [begun, setBegun] = useState<string | null>(null);
  const id = pickOf(value) ?? begun;
  const trait = traits.find((d) => d.id === id);
  if (traits.length === 0) return null;
  const choose = (next: string | null) => {
    setBegun(next);
    if (value) onChange(undefined);
  };
  return (
    <>
      <Select
        size={size} label={t('people:byTrait.label')} placeholder={t('people:byTrait.any')} clearable searchable={traits.length > 8} w={170} value={trait?.id ?? null} onChange={choose}
        data={traits.map((d) => ({ value: d.id, label: d.built_in ? t('people:traits.worth') : d.label }))} clearButtonProps={{ 'aria-label': t('people:byTrait.any') }}
      />
      {trait && <Value key={trait.id} trait={trait} value={value} onChange={onChange} size={size} />}
    </>
  );
}

function Value({ trait, value, onChange, size }: Omit<TraitFilterProps, 'of'> & { trait: TraitDefinition }) {
  const { t } = useText();
  const [ends, setEnds] = useState(pickedRange(value));
  const send = useDebouncedCallback((next: string[] | undefined) => onChange(next), 300);
  if (trait.kind === 'choice') {
    return (
      <MultiSelect
        size={size} label={t('people:byTrait.choices')} placeholder={value ? undefined : t('people:byTrait.anyChoice')} clearable searchable={trait.choices.length > 8} miw={190}
        data={trait.choices.map((c) => ({ value: c.key, label: c.label }))} value={pickedValues(value)}
        onChange={(keys) => onChange(keys.length > 0 ? keys.map((k) => `${trait.id}:${k}`) : undefined)}
      />
    );
  }
  if (trait.kind === 'text') {
    return (
      <TextInput
        size={size} label={t('people:byTrait.text')} defaultValue={pickedValues(value)[0] ?? ''} maxLength={300}
        onChange={(e) => send(e.currentTarget.value.trim() ? [`${trait.id}:${e.currentTarget.value.trim()}`] : undefined)}
      />
    );
  }
  const change = (end: 0 | 1, text: string) => {
    const next: [string, string] = end === 0 ? [text, ends[1]] : [ends[0], text];
    setEnds(next);
    const [from, to] = next.map((x) => (trait.kind === 'date' ? x : x.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.')));
    const whole = [from, to].every((x) => !x || trait.kind === 'date' || Number.isFinite(Number(x)));
    if (whole) send(from || to ? [`${trait.id}:${from}..${to}`] : undefined);
  };
  return (
    <>
      {([0, 1] as const).map((end) => (
        <TextInput
          key={end} size={size} label={t(end === 0 ? 'people:byTrait.from' : 'people:byTrait.to')} className={classes.range} type={trait.kind === 'date' ? 'date' : 'text'}
          inputMode={trait.kind === 'date' ? undefined : 'decimal'} value={ends[end]} onChange={(e) => change(end, e.currentTarget.value)}
        />
      ))}
    </>
  );
}
