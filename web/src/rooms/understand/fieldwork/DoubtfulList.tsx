import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { DataTable, type Column } from '@/ui/DataTable';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { doubtfulPages } from './queries';
import type { FieldworkSearch } from './search';
import type { Doubtful, Kind } from './wire';
import { useTime } from './written';

/** The answers that have a doubt of a kind; each opens as it was given. */
export function DoubtfulList({ survey, search, kind }: { survey: string; search: FieldworkSearch; kind: Kind }) {
  const { t } = useText();
  const format = useFormat();
  const time = useTime();
  const query = useInfiniteQuery(doubtfulPages(survey, { ...search, kind }));
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  const rows = query.data.pages.flatMap((p) => p.items);
  const label = t('understand:fieldwork.listOf', { kind: t(`understand:fieldwork.kind.${kind}`) });
  const columns: Column<Doubtful>[] = [
    { key: 'at', header: t('understand:fieldwork.answer'), cell: (d) => <Link to="/answers/$id" params={{ id: d.response_id }}>{format.dateTime(d.at)}</Link> },
    { key: 'pace', header: t('understand:fieldwork.pace'), numeric: true, cell: (d) => time(d.pace_ms) },
    { key: 'kinds', header: t('understand:fieldwork.doubts'), line: true, cell: (d) => d.kinds.map((k) => t(`understand:fieldwork.kind.${k as Kind}`)).join(' · ') },
  ];
  return (
    <>
      <DataTable label={label} columns={columns} rows={rows} rowKey={(d) => d.response_id} minWidth={420} stack />
      <LoadMore shown={rows.length} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
    </>
  );
}
