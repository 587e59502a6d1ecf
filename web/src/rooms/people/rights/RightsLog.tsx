import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import people from '../People.module.css';
import { rightCountsQuery, rightsPages, type Right } from './queries';

/** All that was ever asked, newest first, and what was done. */
export function RightsLog() {
  const { t } = useText();
  const format = useFormat();
  const query = useInfiniteQuery(rightsPages(false));
  const rights = query.data?.pages.flatMap((p) => p.items) ?? [];
  return (
    <Card flush title={t('people:rights.logTitle')} note={<>{t('people:rights.logNote')} <Counts /></>}>
      {query.isPending && <div className={people.inner}><Loading /></div>}
      {query.isError && <div className={people.inner}><ErrorState error={query.error} retry={() => void query.refetch()} /></div>}
      {query.isSuccess && rights.length === 0 && <EmptyState title={t('people:rights.noneTitle')}>{t('people:rights.none')}</EmptyState>}
      {rights.length > 0 && (
        <>
          <DataTable<Right>
            label={t('people:rights.table')} rows={rights} rowKey={(r) => r.id} stack
            columns={[
              { key: 'asked', header: t('people:rights.asked'), cell: (r) => format.shortDate(r.asked_at) },
              { key: 'kind', header: t('people:rights.what'), cell: (r) => t(`people:rights.kind.${r.kind}`) },
              {
                key: 'who', header: t('people:rights.who'), named: true, width: '22%',
                cell: (r) => (r.customer_id ? <Link to="/people/customers/$id" params={{ id: r.customer_id }}>{r.customer_key}</Link> : <span className={people.soft}>{r.nobody ? r.asked_by || t('people:rights.stranger') : t('people:rights.gone')}</span>),
              },
              {
                key: 'state', header: t('people:rights.state'), named: true, width: '26%',
                cell: (r) => (
                  <>
                    {t(`people:rights.states.${r.state}`)}
                    {r.refusal && <>{' · '}{t(`people:rights.grounds.${r.refusal}`)}</>}
                    {r.done_at && <span className={people.small}>{format.shortDate(r.done_at)}{r.told && ` · ${r.told}`}</span>}
                  </>
                ),
              },
              { key: 'due', header: t('people:rights.due'), named: true, cell: (r) => (r.done_at ? '' : format.shortDate(r.due_at)) },
              { key: 'by', header: t('people:rights.by'), named: true, cell: (r) => r.by_name },
            ]}
          />
          <LoadMore shown={rights.length} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
        </>
      )}
    </Card>
  );
}

/** How many requests stand how, those that were answered with that nothing is held among them. */
function Counts() {
  const { t } = useText();
  const format = useFormat();
  const { data } = useQuery(rightCountsQuery);
  if (!data) return null;
  const n = (x: number) => format.number(x);
  return <>{t('people:rights.counts', { open: n(data.open), done: n(data.done), refused: n(data.refused), nothing: n(data.nothing) })}</>;
}
