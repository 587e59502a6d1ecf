import { Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { useText } from '@/i18n/useText';
import type { RegisterSearch } from '../search';
import { marks, natures, type Lack, type Matrix } from '../wire';
import { Marks } from './Marks';
import classes from './Filters.module.css';

interface FiltersProps {
  matrix: Matrix;
  search: RegisterSearch;
  owners: readonly { id: string; name: string }[];
  onSearch: (change: Partial<RegisterSearch>) => void;
}

/** What of the register is shown; "/" leads to Find. */
export function Filters({ matrix, search, owners, onSearch }: FiltersProps) {
  const { t } = useText();
  const find = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(search.q ?? '');
  const ask = useDebouncedCallback((q: string) => onSearch({ q: q || undefined }), 250);
  useEffect(() => {
    const slash = (e: KeyboardEvent) => {
      const on = e.target as HTMLElement;
      if (e.key !== '/' || e.ctrlKey || e.metaKey || on.closest('input, textarea, [contenteditable]')) return;
      e.preventDefault();
      e.stopPropagation(); // here it leads to Find, not to the search over all rooms
      find.current?.focus();
    };
    window.addEventListener('keydown', slash, true);
    return () => window.removeEventListener('keydown', slash, true);
  }, []);
  const none = { value: 'none', label: t('journey:filter.none') };
  const chip = (key: 'stage' | 'channel' | 'owner' | 'nature' | 'lacks', data: { value: string; label: string }[]) => (
    <Select
      size="xs" className={classes.chip} aria-label={t(`journey:filter.${key}`)} placeholder={t(`journey:filter.${key}All`)} value={search[key] ?? null} clearable data={data}
      clearButtonProps={{ 'aria-label': t('journey:filter.clear') }} searchable={data.length > 8} onChange={(value) => onSearch({ [key]: value ?? undefined })}
    />
  );
  const lackNames: readonly Lack[] = [...marks, 'volume'];
  return (
    <div className={classes.filters}>
      {chip('stage', [...matrix.stages.map((s) => ({ value: s.id, label: s.name })), { value: 'none', label: t('journey:noStage') }])}
      {chip('channel', matrix.channels.map((c) => ({ value: c.id, label: c.name })))}
      {chip('nature', natures.map((n) => ({ value: n, label: t(`journey:nature.${n}`) })))}
      {chip('owner', [...owners.map((o) => ({ value: o.id, label: o.name })), none])}
      {chip('lacks', lackNames.map((l) => ({ value: l, label: t(`journey:mark.${l}`) })))}
      <TextInput
        ref={find} size="xs" className={classes.chip} type="search" aria-label={t('journey:filter.find')} placeholder={t('journey:filter.find')} value={text}
        onChange={(e) => { setText(e.currentTarget.value); ask(e.currentTarget.value); }}
      />
      <span className={classes.key}><Marks lacks={['measure']} />{t('journey:key')}</span>
    </div>
  );
}
