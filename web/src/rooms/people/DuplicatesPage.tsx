import { SegmentedControl } from '@mantine/core';
import { useInfiniteQuery, type InfiniteData, type UseInfiniteQueryResult } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { FormProblem } from '@/ui/FormProblem';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { Pair } from './party/Pair';
import { AccountsBeside, CustomersBeside } from './party/SideBySide';
import { useMerging } from './party/useMerging';
import { PeopleTabs } from './PeopleTabs';
import { alikeAccountsPages, alikePages, type Subject } from './queries';
import classes from './party/Same.module.css';

/** Whom we know twice, persons or firms, to be merged or kept apart. */
export function DuplicatesPage() {
  const { t } = useText();
  const { of = 'customers' } = useSearch({ from: '/shell/people/duplicates' });
  const navigate = useNavigate();
  return (
    <>
      <PeopleTabs />
      <Page title={t('people:alike.title')} lead={t(of === 'customers' ? 'people:alike.lead' : 'people:alike.leadAccounts')}>
        <div className={classes.choice}>
          <SegmentedControl
            aria-label={t('people:alike.of')} value={of} onChange={(next) => void navigate({ to: '/people/duplicates', search: next === 'accounts' ? { of: 'accounts' } : {}, replace: true })}
            data={[{ value: 'customers', label: t('people:tab.customers') }, { value: 'accounts', label: t('people:tab.accounts') }]}
          />
        </div>
        {of === 'customers' ? <AlikeCustomers /> : <AlikeAccounts />}
      </Page>
    </>
  );
}

function AlikeCustomers() {
  const query = useInfiniteQuery(alikePages);
  const merging = useMerging('customers');
  return (
    <AlikeList of="customers" query={query} problem={merging.problem}>
      {(pair) => (
        <Pair key={`${pair.a.id} ${pair.b.id}`} of="customers" a={pair.a} b={pair.b} reason={`people:same.${pair.reason}`} merge={merging.merge} apart={merging.apart}>
          {(names) => <CustomersBeside kept={pair.a} gone={pair.b} names={names} />}
        </Pair>
      )}
    </AlikeList>
  );
}

function AlikeAccounts() {
  const query = useInfiniteQuery(alikeAccountsPages);
  const merging = useMerging('accounts');
  return (
    <AlikeList of="accounts" query={query} problem={merging.problem}>
      {(pair) => (
        <Pair key={`${pair.a.id} ${pair.b.id}`} of="accounts" a={pair.a} b={pair.b} reason={`people:firm.${pair.reason}`} shared={pair.shared} merge={merging.merge} apart={merging.apart}>
          {(names) => <AccountsBeside kept={pair.a} gone={pair.b} names={names} />}
        </Pair>
      )}
    </AlikeList>
  );
}

interface AlikeListProps<T> {
  of: Subject;
  query: UseInfiniteQueryResult<InfiniteData<{ items: T[] }>>;
  problem: ReturnType<typeof useMerging>['problem'];
  children: (pair: T) => ReactNode;
}

function AlikeList<T>({ of, query, problem, children }: AlikeListProps<T>) {
  const { t } = useText();
  const pairs = query.data?.pages.flatMap((p) => p.items) ?? [];
  const { hasNextPage, isFetching, fetchNextPage } = query;
  // Where nobody is alike among the first, the search goes on by itself.
  const looking = pairs.length === 0 && hasNextPage;
  useEffect(() => {
    if (looking && !isFetching) void fetchNextPage();
  }, [looking, isFetching, fetchNextPage]);
  const none = of === 'customers' ? (['people:alike.none', 'people:alike.noneWhy'] as const) : (['people:alike.noneAccounts', 'people:alike.noneAccountsWhy'] as const);
  return (
    <>
      <FormProblem problem={problem} />
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {!query.isError && (query.isPending || looking) && <Loading />}
      {query.isSuccess && !looking && pairs.length === 0 && <Card><EmptyState title={t(none[0])}>{t(none[1])}</EmptyState></Card>}
      {pairs.length > 0 && (
        <Card>
          {pairs.map((pair) => children(pair))}
          {hasNextPage && <LoadMore shown={pairs.length} hasMore={hasNextPage} loading={query.isFetchingNextPage} onMore={() => void fetchNextPage()} />}
        </Card>
      )}
    </>
  );
}
