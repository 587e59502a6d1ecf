import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { BringIn } from '../party/BringIn';
import { TraitFilter } from '../party/TraitFilter';
import { accountsPages } from '../queries';
import type { Account } from '../wire';
import people from '../People.module.css';

/** The firms by name, where there is no measure to score them by. */
export function PlainAccounts() {
  const { t } = useText();
  const format = useFormat();
  const navigate = useNavigate();
  const [words, setWords] = useState('');
  const [q] = useDebouncedValue(words.trim() || undefined, 250);
  const [trait, setTrait] = useState<string[]>();
  const query = useInfiniteQuery(accountsPages(q, trait));
  const rows = query.data?.pages.flatMap((p) => p.items) ?? [];
  return (
    <Card flush>
      <div className={people.bar} role="search">
        <TextInput className={people.grow} label={t('people:accounts.find')} value={words} onChange={(e) => setWords(e.currentTarget.value)} />
        <TraitFilter of="account" value={trait} onChange={setTrait} />
      </div>
      {query.isPending && <div className={people.inner}><Loading /></div>}
      {query.isError && <div className={people.inner}><ErrorState error={query.error} retry={() => void query.refetch()} /></div>}
      {query.isSuccess && rows.length === 0 && <EmptyState title={t(q || trait ? 'people:accounts.nothing' : 'people:accounts.noneTitle')} action={q || trait ? undefined : <BringIn />}>{t('people:accounts.none')}</EmptyState>}
      {rows.length > 0 && (
        <>
          <DataTable<Account>
            label={t('people:accounts.table')} rows={rows} rowKey={(a) => a.id} stack onOpen={(a) => void navigate({ to: '/people/accounts/$id', params: { id: a.id } })}
            columns={[
              { key: 'name', header: t('people:name'), width: '40%', cell: (a) => <>{a.name || a.key}{a.name !== a.key && <span className={people.small}>{a.key}</span>}</> },
              { key: 'unit', header: t('people:unit'), cell: (a) => a.unit?.name },
              { key: 'customers', header: t('people:accounts.customers'), numeric: true, cell: (a) => format.number(a.customers) },
            ]}
          />
          <LoadMore shown={rows.length} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
        </>
      )}
    </Card>
  );
}
