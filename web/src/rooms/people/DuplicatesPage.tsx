import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { FormProblem } from '@/ui/FormProblem';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { SideBySide } from './customer/SideBySide';
import { useMerging } from './customer/useMerging';
import { nameOf } from './customers/CustomersTable';
import { PeopleTabs } from './PeopleTabs';
import { alikePages } from './queries';
import type { Alike } from './wire';
import classes from './customer/SamePerson.module.css';

/** Everybody who may be known twice, to be merged or kept apart. */
export function DuplicatesPage() {
  const { t } = useText();
  const query = useInfiniteQuery(alikePages);
  const { problem, merge, apart } = useMerging();
  const pairs = query.data?.pages.flatMap((p) => p.items) ?? [];
  const { hasNextPage, isFetching, fetchNextPage } = query;
  // Where nobody is alike among the first, the search goes on by itself.
  const looking = pairs.length === 0 && hasNextPage;
  useEffect(() => {
    if (looking && !isFetching) void fetchNextPage();
  }, [looking, isFetching, fetchNextPage]);

  return (
    <>
      <PeopleTabs />
      <Page title={t('people:alike.title')} lead={t('people:alike.lead')}>
        <FormProblem problem={problem} />
        {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        {!query.isError && (query.isPending || looking) && <Loading />}
        {query.isSuccess && !looking && pairs.length === 0 && <Card><EmptyState title={t('people:alike.none')}>{t('people:alike.noneWhy')}</EmptyState></Card>}
        {pairs.length > 0 && (
          <Card>
            {pairs.map((pair) => <Pair key={`${pair.a.id} ${pair.b.id}`} pair={pair} merge={merge} apart={apart} />)}
            {hasNextPage && <LoadMore shown={pairs.length} hasMore={hasNextPage} loading={query.isFetchingNextPage} onMore={() => void fetchNextPage()} />}
          </Card>
        )}
      </Page>
    </>
  );
}

type PairProps = { pair: Alike } & Pick<ReturnType<typeof useMerging>, 'merge' | 'apart'>;

function Pair({ pair: { a, b, reason }, merge, apart }: PairProps) {
  const { t } = useText();
  const mayWrite = useMay('person.write');
  // Two of one name are told apart by their keys.
  const called = (c: Alike['a']) => (nameOf(a) === nameOf(b) ? `${nameOf(c)} (${c.key})` : nameOf(c));
  return (
    <section className={classes.pair} aria-label={t('people:alike.pair', { a: called(a), b: called(b) })}>
      <p className={classes.why}>
        <Link to="/people/customers/$id" params={{ id: a.id }}>{called(a)}</Link> · <Link to="/people/customers/$id" params={{ id: b.id }}>{called(b)}</Link> · {t(`people:same.${reason}`)}
      </p>
      <SideBySide kept={a} gone={b} names={[called(a), called(b)]} />
      {mayWrite && (
        <p className={classes.verbs}>
          <Button size="xs" variant="default" onClick={() => merge(b, a)}>{t('people:same.mergeInto', { kept: called(a) })}</Button>
          <Button size="xs" variant="default" onClick={() => merge(a, b)}>{t('people:same.mergeInto', { kept: called(b) })}</Button>
          <Button size="xs" variant="subtle" aria-label={t('people:alike.apartOf', { a: called(a), b: called(b) })} onClick={() => apart(a, b)}>{t('people:same.apart')}</Button>
        </p>
      )}
    </section>
  );
}
