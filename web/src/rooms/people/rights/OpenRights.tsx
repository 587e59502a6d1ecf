import { useInfiniteQuery } from '@tanstack/react-query';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { OpenRight } from './OpenRight';
import { rightsPages } from './queries';
import classes from './Rights.module.css';

/** What waits for an answer, what is due first. */
export function OpenRights() {
  const { t } = useText();
  // An erasure ends in the background: it is looked for as long as one is under way.
  const query = useInfiniteQuery({
    ...rightsPages(true), refetchInterval: (q) => (q.state.data?.pages.some((p) => p.items.some((r) => r.state === 'running')) ? 3000 : false),
  });
  const rights = query.data?.pages.flatMap((p) => p.items) ?? [];
  return (
    <Card title={t('people:rights.openTitle')} note={t('people:rights.openNote')}>
      {query.isPending && <Loading />}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && rights.length === 0 && <p className={classes.none}>{t('people:rights.openNone')}</p>}
      {rights.length > 0 && (
        <>
          <ul className={classes.rights}>{rights.map((r) => <OpenRight key={r.id} right={r} />)}</ul>
          {query.hasNextPage && <LoadMore shown={rights.length} hasMore loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />}
        </>
      )}
    </Card>
  );
}
