import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { DataTable } from '@/ui/DataTable';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { Button } from '@mantine/core';
import type { Indicator } from '../wire';
import { nextPeriod } from './period';
import { seriesQuery } from './queries';
import { useIndicatorWords } from './useIndicatorWords';
import classes from './Indicators.module.css';

const height = 150;

/** The course of an indicator in a unit, drawn and as a table. A period without a value breaks the line. */
export function Series({ indicator, unit, label }: { indicator: Indicator; unit?: string; label: string }) {
  const { t } = useText();
  const words = useIndicatorWords(indicator);
  const [table, setTable] = useState(false);
  const query = useQuery(seriesQuery(indicator.id, unit));
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Loading />;
  const values = query.data.items.toReversed();
  const first = values[0];
  const last = values.at(-1);
  if (!first || !last) return null;
  const low = Math.min(...values.map((v) => v.value));
  const high = Math.max(...values.map((v) => v.value));
  const from = Date.parse(first.period);
  const span = Date.parse(last.period) - from || 1;
  const x = (period: string) => `${values.length === 1 ? 50 : 1 + (98 * (Date.parse(period) - from)) / span}%`;
  const y = (v: number) => (high === low ? height / 2 : 10 + ((height - 20) * (high - v)) / (high - low));

  return (
    <>
      <div className={classes.scale} aria-hidden="true"><span>{words.value(high)}</span></div>
      <svg width="100%" height={height} role="img" aria-label={t('purpose:indicator.picture', { label, first: words.value(first.value), from: words.period(first.period), last: words.value(last.value), to: words.period(last.period) })} className={classes.picture}>
        {values.map((v, i) => {
          const after = values[i + 1];
          return after && nextPeriod(indicator.period, v.period) === after.period
            ? <line key={v.period} className={classes.line} x1={x(v.period)} y1={y(v.value)} x2={x(after.period)} y2={y(after.value)} />
            : null;
        })}
        {values.map((v) => (
          <circle key={v.period} className={classes.dot} cx={x(v.period)} cy={y(v.value)} r="3">
            <title>{`${words.period(v.period)}: ${words.value(v.value)}`}</title>
          </circle>
        ))}
      </svg>
      <div className={classes.scale} aria-hidden="true"><span>{words.value(low)}</span></div>
      <div className={classes.ends} aria-hidden="true"><span>{words.period(first.period)}</span><span>{words.period(last.period)}</span></div>
      <Button variant="subtle" size="compact-xs" aria-expanded={table} onClick={() => setTable((o) => !o)}>{t(table ? 'purpose:indicator.noTable' : 'purpose:indicator.table')}</Button>
      {table && (
        <DataTable
          label={label} rows={query.data.items} rowKey={(v) => v.period} minWidth={260}
          columns={[
            { key: 'period', header: t('purpose:indicator.period'), cell: (v) => words.period(v.period) },
            { key: 'value', header: t('purpose:indicator.value'), numeric: true, cell: (v) => words.value(v.value) },
          ]}
        />
      )}
    </>
  );
}
