import { useDebouncedCallback } from '@mantine/hooks';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';
import { chooseMeasure, chooseProgram } from '@/ui/choose';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { SyntheticBanner } from '@/ui/SyntheticBanner';
import { AccountList } from './accounts/AccountList';
import { AccountsBar } from './accounts/AccountsBar';
import { PlainAccounts } from './accounts/PlainAccounts';
import { RevenueCard } from './accounts/RevenueCard';
import { RolesCard } from './accounts/RolesCard';
import { ScoresCard } from './accounts/ScoresCard';
import { PeopleTabs } from './PeopleTabs';
import { accountScoresPages, measuresQuery, programsQuery } from './queries';
import { readAccountsSearch, type AccountsSearch } from './search';
import classes from './accounts/Accounts.module.css';

/** Firms that are customers: what they say as firms, how much of the revenue was heard, who is silent. */
export function AccountsPage() {
  const { t } = useText();
  const navigate = useNavigate();
  const search = readAccountsSearch(useSearch({ strict: false }));
  const mayFigures = useMay('figure.read');
  const programs = useQuery({ ...programsQuery, enabled: mayFigures });
  const program = chooseProgram(programs.data?.items ?? [], search.program);
  const measures = useQuery({ ...measuresQuery(program?.id ?? ''), enabled: !!program });
  const measure = chooseMeasure(measures.data, search.measure);
  const query = useInfiniteQuery({ ...accountScoresPages(measure?.id ?? '', search), enabled: !!measure });
  const change = (next: AccountsSearch) => void navigate({ to: '/people/accounts', search: readAccountsSearch(next as Record<string, unknown>), replace: true });
  const typed = useDebouncedCallback((q: string) => change({ ...search, q }), 250);
  const first = query.data?.pages[0];
  const unmeasured = !mayFigures || (programs.isSuccess && !program) || (measures.isSuccess && !measure);
  const failed = [programs, measures, query].find((q) => q.isError);

  return (
    <>
      <PeopleTabs />
      <Page title={t('people:accounts.title')} lead={t('people:accounts.lead')}>
        {program?.synthetic && <SyntheticBanner />}
        {failed && <ErrorState error={failed.error} retry={() => void failed.refetch()} />}
        {unmeasured && <PlainAccounts />}
        {!unmeasured && !failed && !first && <Loading />}
        {measure && first && (
          <>
            <AccountsBar programs={programs.data?.items ?? []} program={program} measures={measures.data?.items ?? []} measure={measure} search={search} onChange={change} />
            <div className={classes.grid}>
              <ScoresCard result={first} />
              <div className={classes.side}>
                <RevenueCard result={first} onShow={(show) => change({ ...search, show })} />
                <RolesCard result={first} />
              </div>
            </div>
            <AccountList query={query} search={search} onType={typed} onChange={change} />
          </>
        )}
      </Page>
    </>
  );
}
