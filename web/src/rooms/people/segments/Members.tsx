import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { membersPages } from './queries';
import type { Member, Segment } from './wire';
import classes from './Segments.module.css';

/** Who is in a segment now. */
export function Members({ segment, size }: { segment: Segment; size: number | undefined }) {
  const { t } = useText();
  const query = useInfiniteQuery(membersPages(segment));
  const members = query.data?.pages.flatMap((p) => p.items) ?? [];
  return (
    <Card title={t('segments:members.title')} flush>
      {query.isPending && <Loading />}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && members.length === 0 && <EmptyState title={t('segments:members.noneTitle')}>{t('segments:members.none')}</EmptyState>}
      {members.length > 0 && (
        <DataTable<Member>
          label={t('segments:members.table')} rows={members} rowKey={(m) => m.id} minWidth={320}
          columns={[
            { key: 'key', header: t('segments:members.key'), cell: (m) => <><Link to="/people/customers/$id" params={{ id: m.id }}>{m.name || m.key}</Link>{m.name && <span className={classes.key}>{m.key}</span>}</> },
            { key: 'account', header: t('segments:members.account'), cell: (m) => m.account_name ?? '' },
          ]}
        />
      )}
      {members.length > 0 && (
        <LoadMore shown={members.length} total={size} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
      )}
    </Card>
  );
}
