import { NativeSelect, TextInput } from '@mantine/core';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import type { ColumnProfile, Mapping } from '../wire';
import { dayOf } from './day';
import { RateFields } from './RateFields';
import classes from './FileCard.module.css';

interface FileCardProps {
  mapping: Mapping;
  columns: readonly ColumnProfile[];
  onChange: (mapping: Mapping) => void;
}

const none = '';

/** What holds for a file of customers or accounts as a whole: from when on what it says is so. */
export function PartyFileCard({ mapping, columns, onChange }: FileCardProps) {
  const { t } = useText();
  const { timeZone } = useFormat().place;
  const set = (change: Partial<Mapping>) => onChange({ ...mapping, ...change });
  const times = mapping.columns.filter((c) => c.role === 'time').map((c) => ({ value: String(c.index), label: c.name }));
  const dated = mapping.time_column !== undefined;
  return (
    <Card title={t('collect:file.title')} note={t('collect:file.partyKey')}>
      <div className={classes.fields}>
        <NativeSelect
          label={t('collect:file.since')} value={String(mapping.time_column ?? none)} data={[...times, { value: none, label: t('collect:file.sinceNone') }]}
          onChange={(e) => set({ time_column: e.currentTarget.value === none ? undefined : Number(e.currentTarget.value) })}
        />
        {!dated && (
          <TextInput
            type="date" label={t('collect:file.sinceDay')} description={t('collect:file.sinceDayWhy')} value={mapping.default_time ? dayOf(mapping.default_time, timeZone) : ''}
            onChange={(e) => set({ default_time: e.currentTarget.value ? `${e.currentTarget.value}T00:00:00Z` : undefined })}
          />
        )}
      </div>
      <RateFields mapping={mapping} columns={columns} onChange={onChange} />
    </Card>
  );
}
