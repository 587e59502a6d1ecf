import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { DataTable, type Column } from '@/ui/DataTable';
import { useState } from 'react';
import { useKeyName } from '../filter/words';
import { AnswersLink } from '../home/AnswersLink';
import { FigureOrigin } from '../home/FigureOrigin';
import type { Row, Shown } from './rows';
import type { Order } from './search';
import type { Names } from './useNames';
import classes from './Explore.module.css';

interface FiguresTableProps {
  shown: Shown;
  rows: readonly Row[];
  names: Names;
  sorting: { by: Order; down: boolean };
  /** Sorts otherwise; absent where the order is as it is. */
  onSort?: (by: Order) => void;
}

/** The figures as a table: each opens into where it is from, its n into its answers. */
export function FiguresTable({ shown, rows, names, sorting, onSort }: FiguresTableProps) {
  const { t } = useText();
  const format = useFormat();
  const keyName = useKeyName();
  const [open, setOpen] = useState<string>();
  const { measure } = shown.origin;
  const sort = (by: Order) => onSort && ({ state: sorting.by === by ? (sorting.down ? 'descending' as const : 'ascending' as const) : ('none' as const), toggle: () => onSort(by) });
  const compared = rows.some((r) => r.difference);
  const unit = rows[0]?.figure.unit ?? 'score';
  const timed = rows.some((r) => r.period);

  const columns: Column<Row>[] = [
    ...(timed ? [{ key: 'period', header: t('understand:column.period'), cell: names.period }] : []),
    ...(shown.cuts.length === 0 && !timed ? [{ key: 'all', header: t('understand:explore.group'), cell: names.row }] : []),
    ...shown.cuts.map((cut, i): Column<Row> => ({
      key: cut.key, header: keyName(cut.key, cut.label), cell: (r) => (r.parts.length > 0 ? names.part(r.parts[i]) : i === 0 ? names.row(r) : ''), sort: i === 0 ? sort('name') : undefined,
    })),
    { key: 'value', header: t('understand:explore.column.figure'), numeric: true, cell: names.figure, sort: sort('value') },
    ...(compared ? [{ key: 'difference', header: t('understand:explore.column.difference', { unit: t(`understand:difference.${unit}`) }), numeric: true, cell: names.difference, sort: sort('difference') }] : []),
    {
      key: 'n', header: t('understand:column.n'), numeric: true, sort: sort('n'),
      cell: (r) => (r.figure.n > 0
        ? <AnswersLink query={r.answers} program={measure.program_id} label={t('understand:explore.openOf', { count: r.figure.n, n: format.number(r.figure.n), name: names.row(r) })}>{format.number(r.figure.n)}</AnswersLink>
        : format.number(0)),
    },
  ];

  return (
    <DataTable
      label={t('understand:explore.table')} rows={rows} rowKey={(r) => r.id} minWidth={compared ? 640 : 420} columns={columns}
      openKey={open} onOpen={(r) => setOpen((o) => (o === r.id ? undefined : r.id))}
      opened={(r) => <div className={classes.opened}><FigureOrigin figure={r.figure} origin={shown.origin} compared={r.difference} days={r.period} /></div>}
    />
  );
}
