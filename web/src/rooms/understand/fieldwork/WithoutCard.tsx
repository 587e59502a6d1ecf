import { Text } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable, type Column } from '@/ui/DataTable';
import { ErrorState } from '@/ui/ErrorState';
import { complete, halfWidth, writer } from '@/ui/figures';
import { Loading } from '@/ui/Loading';
import { metricQueryOptions } from '../queries';
import type { Result } from '../wire';
import type { Fieldwork } from './wire';
import classes from './Fieldwork.module.css';

/** The figures of a survey with all of its answers, and without those that look doubtful. */
export function WithoutCard({ fieldwork }: { fieldwork: Fieldwork }) {
  const { t } = useText();
  const format = useFormat();
  const queries = useQueries({ queries: fieldwork.measures.map((measure) => metricQueryOptions({ measure, filter: { where: [`survey:${fieldwork.survey_id}`] }, weighted: false })) });
  if (fieldwork.measures.length === 0 || fieldwork.flagged === 0) return null;
  const failed = queries.find((q) => q.isError);
  const rows = queries.flatMap((q) => (q.data ? [q.data] : []));
  const written = (figure: Result['total']['figure']) => {
    const c = complete(figure);
    const write = writer(format, figure.unit, c ? halfWidth(c) : Infinity);
    return <><strong>{figure.value === null ? '–' : write(figure.value)}</strong> {c && <span className={classes.soft}>{t('understand:fieldwork.interval', { low: write(c.low), high: write(c.high), n: format.number(figure.n) })}</span>}</>;
  };
  // On a phone the rows stand without their headings.
  const narrow = (heading: string) => <Text span inherit hiddenFrom="sm" className={classes.soft}>{heading} · </Text>;
  const columns: Column<Result>[] = [
    { key: 'measure', header: t('understand:doubtful.measure'), width: '30%', cell: (r) => r.measure.name },
    { key: 'with', header: t('understand:doubtful.with'), line: true, cell: (r) => <>{narrow(t('understand:doubtful.with'))}{written(r.total.figure)}</> },
    { key: 'without', header: t('understand:doubtful.withoutThem'), line: true, cell: (r) => <>{narrow(t('understand:doubtful.withoutThem'))}{r.without ? written(r.without.figure) : t('understand:doubtful.same')}</> },
  ];
  return (
    <Card title={t('understand:doubtful.title')} note={t('understand:doubtful.note')}>
      {failed?.error && <ErrorState error={failed.error} retry={() => void failed.refetch()} />}
      {!failed && rows.length < queries.length && <Loading />}
      {!failed && rows.length === queries.length && <DataTable label={t('understand:fieldwork.table', { title: t('understand:doubtful.title') })} columns={columns} rows={rows} rowKey={(r) => r.measure.id} minWidth={560} stack />}
    </Card>
  );
}
