import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorPage } from '@/ui/ErrorPage';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { AccountFacts } from './account/AccountFacts';
import { AccountScores } from './account/AccountScores';
import { SameFirm } from './account/SameFirm';
import { CustomersTable } from './customers/CustomersTable';
import { Notes } from './party/Notes';
import { Timeline } from './party/Timeline';
import { Traits } from './party/Traits';
import { accountQuery, contactsPages } from './queries';
import type { Account } from './wire';
import classes from './People.module.css';

/** One firm: its people and their parts, what it says by three counts, what it is worth, what happened. */
export function AccountPage() {
  const { t } = useText();
  const { id = '' } = useParams({ strict: false });
  const query = useQuery(accountQuery(id));
  const account = query.data;
  return (
    <>
      <Link to="/people/accounts" className={classes.back}>{t('people:account_page.back')}</Link>
      {query.isPending && <Loading />}
      {query.isError && <ErrorPage error={query.error} retry={() => void query.refetch()} />}
      {account && (
        <Page title={account.name || account.key} lead={account.name && account.name !== account.key ? account.key : undefined}>
          {account.merged_into && (
            <p className={classes.notice}>
              {t('people:account_page.merged')} <Link to="/people/accounts/$id" params={{ id: account.merged_into }}>{t('people:account_page.mergedOpen')}</Link>
            </p>
          )}
          <div className={classes.split}>
            <div className={classes.column}>
              {!account.merged_into && <AccountScores account={account} />}
              <Contacts account={account} />
              <Notes of="accounts" id={id} />
              <Timeline of="accounts" id={id} />
            </div>
            <div className={classes.column}>
              <AccountFacts key={account.version} account={account} />
              <Traits of="accounts" id={id} />
              {!account.merged_into && <SameFirm account={account} />}
            </div>
          </div>
        </Page>
      )}
    </>
  );
}

function Contacts({ account }: { account: Account }) {
  const { t } = useText();
  const query = useInfiniteQuery(contactsPages(account.id));
  const contacts = query.data?.pages.flatMap((p) => p.items) ?? [];
  return (
    <Card title={t('people:contacts.title')} note={t('people:contacts.note')} flush>
      {query.isPending && <div className={classes.inner}><Loading /></div>}
      {query.isError && <div className={classes.inner}><ErrorState error={query.error} retry={() => void query.refetch()} /></div>}
      {query.isSuccess && contacts.length === 0 && <EmptyState title={t('people:contacts.noneTitle')}>{t('people:contacts.none')}</EmptyState>}
      {contacts.length > 0 && (
        <>
          <CustomersTable customers={contacts} label={t('people:contacts.table')} inAccount />
          <LoadMore shown={contacts.length} total={account.customers} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
        </>
      )}
    </Card>
  );
}
