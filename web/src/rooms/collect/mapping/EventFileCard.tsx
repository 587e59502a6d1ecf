import { NativeSelect } from '@mantine/core';
import type { ProblemField } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { fieldText } from '@/ui/problemText';
import type { Mapping } from '../wire';
import classes from './FileCard.module.css';

interface FileCardProps {
  mapping: Mapping;
  errors: readonly ProblemField[];
  onChange: (mapping: Mapping) => void;
}

const none = '';

/** What holds for a file of events as a whole: when they happened, and how one is known again. */
export function EventFileCard({ mapping, errors, onChange }: FileCardProps) {
  const { t } = useText();
  const set = (change: Partial<Mapping>) => onChange({ ...mapping, ...change });
  const named = mapping.columns.some((c) => c.role === 'event');
  const times = mapping.columns.filter((c) => c.role === 'time').map((c) => ({ value: String(c.index), label: c.name }));
  const keys = mapping.columns.filter((c) => c.role === 'key' || c.index === mapping.key_column);
  const wrong = errors.find((e) => e.field === 'time_column');
  return (
    <Card title={t('collect:file.title')}>
      <div className={classes.fields}>
        {named && times.length > 0 ? (
          <NativeSelect
            label={t('collect:file.eventTime')} value={String(mapping.time_column ?? none)} error={wrong && fieldText(t, wrong)}
            data={times} onChange={(e) => set({ time_column: Number(e.currentTarget.value) })}
          />
        ) : (
          <div>
            <p className={classes.said}>{t(times.length > 0 ? 'collect:file.eventTimes' : 'collect:guess.no_moment')}</p>
          </div>
        )}
        <NativeSelect
          label={t('collect:file.eventKey')} description={t('collect:file.keyWhy')} value={String(mapping.key_column ?? none)}
          data={[{ value: none, label: t('collect:file.wholeRow') }, ...keys.map((c) => ({ value: String(c.index), label: c.name }))]}
          onChange={(e) => set({ key_column: e.currentTarget.value === none ? undefined : Number(e.currentTarget.value) })}
        />
      </div>
    </Card>
  );
}
