import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '@/access/session';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { accountsQuery, type Account } from '../queries';
import { AccountEditor } from './AccountEditor';
import { useOwners } from './useOwners';
import classes from './Accounts.module.css';

/** Firms that are customers, and who looks after each. */
export function Accounts() {
  const { t } = useText();
  const format = useFormat();
  const mayWrite = useMay('unit.write');
  const [words, setWords] = useState('');
  const [q] = useDebouncedValue(words.trim(), 250);
  const [open, setOpen] = useState('');
  const accounts = useInfiniteQuery(accountsQuery(q));
  const owners = useOwners();
  const rows = accounts.data?.pages.flatMap((p) => p.items) ?? [];

  return (
    <Page title={t('settings:accounts.title')} lead={t('settings:accounts.lead')}>
      <Card flush>
        <div className={classes.filter}>
          <TextInput
            aria-label={t('settings:accounts.find')} placeholder={t('settings:accounts.find')} value={words}
            onChange={(e) => setWords(e.currentTarget.value)}
          />
        </div>
        {accounts.isPending && <div className={classes.filter}><Loading /></div>}
        {accounts.isError && <div className={classes.filter}><ErrorState error={accounts.error} retry={() => void accounts.refetch()} /></div>}
        {accounts.data && rows.length === 0 && (
          <EmptyState title={q ? t('settings:accounts.nothing') : t('settings:accounts.noneTitle')}>{t('settings:accounts.none')}</EmptyState>
        )}
        {rows.length > 0 && (
          <DataTable<Account>
            label={t('settings:accounts.table')} rows={rows} rowKey={(a) => a.id}
            onOpen={mayWrite ? (a) => setOpen(open === a.id ? '' : a.id) : undefined} openKey={open}
            opened={(a) => <AccountEditor key={`${a.id}:${a.version}`} account={a} onClose={() => setOpen('')} />}
            columns={[
              { key: 'name', header: t('settings:accounts.name'), width: '34%', cell: (a) => a.name },
              { key: 'key', header: t('settings:units.key'), cell: (a) => <span className={classes.soft}>{a.key}</span> },
              {
                key: 'owner', header: t('settings:accounts.owner'), width: '26%',
                cell: (a) => owners.nameOf(a.owner_user_id),
              },
              { key: 'customers', header: t('settings:accounts.customers'), numeric: true, cell: (a) => format.number(a.customers) },
            ]}
          />
        )}
        {rows.length > 0 && (
          <LoadMore
            shown={rows.length} hasMore={accounts.hasNextPage} loading={accounts.isFetchingNextPage}
            onMore={() => void accounts.fetchNextPage()}
          />
        )}
      </Card>
    </Page>
  );
}
