import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { StateMark } from './imports/StateMark';
import { Upload } from './imports/Upload';
import { importPages } from './queries';

/** What came in by file: a place for the next one, and the ones before with what became of them. */
export function ImportListPage() {
  const { t } = useText();
  const format = useFormat();
  const navigate = useNavigate();
  const query = useInfiniteQuery(importPages);
  const rows = query.data?.pages.flatMap((p) => p.items) ?? [];
  return (
    <Page title={t('collect:list.title')} lead={t('collect:list.lead')}>
      <Card title={t('collect:list.next')}>
        <Upload />
      </Card>
      <Card flush title={t('collect:list.before')}>
        {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        {query.isPending && <Loading />}
        {query.isSuccess && rows.length === 0 && <EmptyState title={t('collect:list.none')}>{t('collect:list.noneWhy')}</EmptyState>}
        {rows.length > 0 && (
          <>
            <DataTable
              label={t('collect:list.table')} rows={rows} rowKey={(r) => r.id} minWidth={860}
              onOpen={(r) => void navigate({ to: '/import/$id', params: { id: r.id } })}
              columns={[
                { key: 'file', header: t('collect:list.file'), cell: (r) => r.file.name },
                { key: 'kind', header: t('collect:list.kind'), cell: (r) => t(`collect:what.kind.${r.kind}`) },
                { key: 'state', header: t('collect:list.state'), cell: (r) => <StateMark item={r} /> },
                { key: 'new', header: t('collect:count.new'), numeric: true, cell: (r) => format.number(r.counts.new) },
                { key: 'changed', header: t('collect:count.changed'), numeric: true, cell: (r) => format.number(r.counts.changed) },
                { key: 'same', header: t('collect:count.same'), numeric: true, cell: (r) => format.number(r.counts.same) },
                { key: 'rejected', header: t('collect:count.rejected'), numeric: true, cell: (r) => format.number(r.counts.rejected) },
                { key: 'who', header: t('collect:list.who'), cell: (r) => r.created_by },
                { key: 'at', header: t('collect:list.at'), cell: (r) => format.dateTime(r.created_at) },
              ]}
            />
            <LoadMore shown={rows.length} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
          </>
        )}
      </Card>
    </Page>
  );
}
