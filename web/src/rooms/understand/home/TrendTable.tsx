import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { useFormat } from '@/format/context';
import { DataTable } from '@/ui/DataTable';
import type { Slot } from '../charts/series';
import { complete } from '@/ui/figures';
import classes from './TrendCard.module.css';

interface TrendTableProps {
  slots: readonly Slot[];
  name: (from: string) => string;
  write: (value: number) => string;
}

/** The series as a table, newest first, for those who would rather read it. */
export function TrendTable({ slots, name, write }: TrendTableProps) {
  const { t } = useText();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const numbers = (slot: Slot) => (slot.figure ? complete(slot.figure) : undefined);
  return (
    <details className={classes.table} onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>{t('understand:trend.table')}</summary>
      {open && (
        <DataTable
          label={t('understand:trend.table')} minWidth={420} rows={[...slots].reverse()} rowKey={(s) => s.from}
          columns={[
            { key: 'period', header: t('understand:column.period'), cell: (s) => name(s.from) },
            { key: 'value', header: t('understand:column.value'), numeric: true, cell: (s) => written(numbers(s)?.value) },
            {
              key: 'interval', header: t('understand:column.interval'), numeric: true,
              cell: (s) => {
                const c = numbers(s);
                return c ? t('understand:figure.interval', { low: write(c.low), high: write(c.high) }) : t('understand:trend.fewShort');
              },
            },
            { key: 'n', header: t('understand:column.n'), numeric: true, cell: (s) => format.number(s.figure?.n ?? 0) },
          ]}
        />
      )}
    </details>
  );

  function written(value: number | undefined) {
    return value === undefined ? '' : write(value);
  }
}
