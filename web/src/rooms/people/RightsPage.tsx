import { Switch } from '@mantine/core';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, body } from '@/api/client';
import type { components } from '@/api/schema';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { PeopleTabs } from './PeopleTabs';
import classes from './People.module.css';

type Right = components['schemas']['Right'];

const rightsPages = (open: boolean) =>
  infiniteQueryOptions({
    queryKey: ['rights', open],
    queryFn: ({ pageParam }) => body(api.GET('/api/rights', { params: { query: { open: open || undefined, limit: 50, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });

/** The log of rights: what people asked for, by when it is due, what was done. */
export function RightsPage() {
  const { t } = useText();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const query = useInfiniteQuery(rightsPages(open));
  const rights = query.data?.pages.flatMap((p) => p.items) ?? [];
  return (
    <>
      <PeopleTabs />
      <Page title={t('people:rights.title')} lead={t('people:rights.lead')}>
        <Card flush>
          <div className={classes.bar}><Switch label={t('people:rights.open')} checked={open} onChange={(e) => setOpen(e.currentTarget.checked)} /></div>
          {query.isPending && <div className={classes.inner}><Loading /></div>}
          {query.isError && <div className={classes.inner}><ErrorState error={query.error} retry={() => void query.refetch()} /></div>}
          {query.isSuccess && rights.length === 0 && <EmptyState title={t('people:rights.noneTitle')}>{t('people:rights.none')}</EmptyState>}
          {rights.length > 0 && (
            <>
              <DataTable<Right>
                label={t('people:rights.table')} rows={rights} rowKey={(r) => r.id}
                columns={[
                  { key: 'asked', header: t('people:rights.asked'), cell: (r) => format.shortDate(r.asked_at) },
                  { key: 'kind', header: t('people:rights.what'), cell: (r) => t(`people:rights.kind.${r.kind}`) },
                  {
                    key: 'who', header: t('people:rights.who'), width: '24%',
                    cell: (r) => (r.customer_id ? <Link to="/people/customers/$id" params={{ id: r.customer_id }}>{r.customer_key}</Link> : <span className={classes.soft}>{t('people:rights.gone')}</span>),
                  },
                  { key: 'state', header: t('people:rights.state'), cell: (r) => <>{t(`people:rights.states.${r.state}`)}{r.done_at && <span className={classes.small}>{format.shortDate(r.done_at)}</span>}</> },
                  { key: 'due', header: t('people:rights.due'), cell: (r) => (r.state === 'done' ? '' : format.shortDate(r.due_at)) },
                  { key: 'by', header: t('people:rights.by'), cell: (r) => r.by_name },
                ]}
              />
              <LoadMore shown={rights.length} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
            </>
          )}
        </Card>
      </Page>
    </>
  );
}
