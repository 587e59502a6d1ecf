import { Text } from '@mantine/core';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { DataTable, type Column } from '@/ui/DataTable';
import { complete, differenceWriter, halfWidth, writer } from '@/ui/figures';
import type { Figure } from '../wire';
import type { Made } from './wire';
import classes from './Weightings.module.css';

/** The plain and the weighted figure of measures beside each other, with what lies between them. */
export function PairTable({ label, rows }: { label: string; rows: readonly Made[] }) {
  const { t } = useText();
  const format = useFormat();
  // On a phone the rows stand without their headings.
  const narrow = (heading: string) => <Text span inherit hiddenFrom="sm" className={classes.soft}>{heading} · </Text>;
  const written = (figure: Figure, n: string) => {
    const c = complete(figure);
    const write = writer(format, figure.unit, c ? halfWidth(c) : Infinity);
    return (
      <>
        <strong>{figure.value === null ? '–' : write(figure.value)}</strong>{' '}
        <span className={classes.soft}>{c ? t('weightings:made.interval', { low: write(c.low), high: write(c.high), n }) : t('weightings:made.noInterval', { n })}</span>
      </>
    );
  };
  const moved = ({ plain, fair }: Made) => {
    if (plain.value === null || fair.value === null) return '–';
    const c = complete(fair);
    const value = differenceWriter(format, fair.unit, c ? halfWidth(c) : Infinity)(fair.value - plain.value);
    return fair.unit === 'share' ? t('weightings:made.points', { value }) : value;
  };
  const columns: Column<Made>[] = [
    { key: 'measure', header: t('weightings:made.measure'), width: '24%', cell: (m) => m.measure.name },
    { key: 'plain', header: t('weightings:made.plain'), line: true, cell: (m) => <>{narrow(t('weightings:made.plain'))}{written(m.plain, t('weightings:made.n', { n: format.number(m.plain.n) }))}</> },
    {
      key: 'fair', header: t('weightings:made.fair'), line: true,
      cell: (m) => <>{narrow(t('weightings:made.fair'))}{written(m.fair, t('weightings:made.nEff', { n: format.number(m.fair.n), eff: format.number(m.weights.effective_n) }))}</>,
    },
    { key: 'moved', header: t('weightings:made.moved'), numeric: true, named: true, cell: moved },
  ];
  return <DataTable label={label} columns={columns} rows={rows} rowKey={(m) => m.measure.id} minWidth={640} stack />;
}
