import { Button } from '@mantine/core';
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { CustomersBar } from './customers/CustomersBar';
import { CustomersTable } from './customers/CustomersTable';
import { NewCustomer } from './customers/NewCustomer';
import { PeopleTabs } from './PeopleTabs';
import { BringIn } from './party/BringIn';
import { customersPages } from './queries';
import { readCustomersSearch, type CustomersSearch } from './search';
import classes from './People.module.css';

/** Everybody who is known by a key: found by name, mail, key, telephone, unit or role. */
export function CustomersPage() {
  const { t } = useText();
  const navigate = useNavigate();
  const search = readCustomersSearch(useSearch({ strict: false }));
  const mayWrite = useMay('person.write');
  const [adding, { open, close }] = useDisclosure();
  const query = useInfiniteQuery(customersPages(search));
  const found = query.data?.pages.flatMap((p) => p.items) ?? [];
  const change = (next: CustomersSearch) => void navigate({ to: '/people', search: readCustomersSearch(next as Record<string, unknown>), replace: true });
  const typed = useDebouncedCallback((q: string) => change({ ...search, q }), 250);
  const narrowed = Object.keys(search).length > 0;

  return (
    <>
      <PeopleTabs />
      <Page
        title={t('people:customers.title')} lead={t('people:customers.lead')}
        actions={mayWrite && !adding && <Button onClick={open}>{t('people:customers.add')}</Button>}
      >
        {adding && <NewCustomer onClose={close} />}
        <Card flush>
          <CustomersBar search={search} onType={typed} onChange={change} />
          {query.isError && <div className={classes.inner}><ErrorState error={query.error} retry={() => void query.refetch()} /></div>}
          {query.isPending && <div className={classes.inner}><Loading /></div>}
          {query.isSuccess && found.length === 0 && (
            <EmptyState
              title={narrowed ? t('people:customers.nothing') : t('people:customers.noneTitle')}
              action={narrowed ? <Button variant="default" onClick={() => change({})}>{t('people:customers.all')}</Button> : <BringIn />}
            >
              {narrowed ? t('people:customers.nothingWhy') : t('people:customers.none')}
            </EmptyState>
          )}
          {found.length > 0 && <CustomersTable customers={found} label={t('people:customers.table')} busy={query.isPlaceholderData} />}
          {found.length > 0 && (
            <LoadMore shown={found.length} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
          )}
        </Card>
      </Page>
    </>
  );
}
