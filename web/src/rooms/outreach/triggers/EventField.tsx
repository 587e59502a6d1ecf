import { Autocomplete } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { eventNamesQuery } from './queries';
import classes from '../Outreach.module.css';

interface EventFieldProps {
  value: string;
  error?: ReactNode;
  onChange: (name: string) => void;
}

/** After which event: one that happens, with how often; another name may be typed and is warned of. */
export function EventField({ value, error, onChange }: EventFieldProps) {
  const { t } = useText();
  const format = useFormat();
  const query = useQuery(eventNamesQuery);
  const names = query.data?.items ?? [];
  const name = value.trim();
  const found = names.find((e) => e.name === name);
  const note = !query.isSuccess || name === '' ? undefined
    : found ? t('outreach:trigger.eventFound', { count: found.count, n: format.number(found.count), day: format.day(found.last) }) : t('outreach:trigger.eventUnknown');
  return (
    <div>
      <Autocomplete
        label={t('outreach:trigger.event')} description={t(query.isSuccess && names.length === 0 ? 'outreach:trigger.eventNone' : 'outreach:trigger.eventHint')} required maxLength={200} limit={50}
        data={names.map((e) => e.name)} value={value} error={error} onChange={onChange}
        renderOption={({ option }) => <><span>{option.value}</span><span className={classes.small}>{t('outreach:trigger.eventOften', { count: names.find((e) => e.name === option.value)?.count ?? 0, n: format.number(names.find((e) => e.name === option.value)?.count ?? 0) })}</span></>}
      />
      {note && <p className={classes.soft} role="status" data-warning={found ? undefined : true}>{note}</p>}
    </div>
  );
}
