import { SegmentedControl, Select, TextInput } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { LoadMore } from '@/ui/LoadMore';
import { readAccountSearch, type AccountSearch, type AccountsSearch } from '../search';
import type { AccountScores, AccountStanding } from '../wire';
import { RoleDots } from './RoleDots';
import people from '../People.module.css';
import classes from './Accounts.module.css';

interface AccountListProps {
  query: UseInfiniteQueryResult<InfiniteData<AccountScores>>;
  search: AccountsSearch;
  onType: (words: string) => void;
  onChange: (search: AccountsSearch) => void;
}

const shows = ['all', 'heard', 'silent', 'at_risk'] as const;
const sorts = ['value', 'score', 'last', 'name'] as const;

/** The firms themselves: worth, score, last word, contacts by role. */
export function AccountList({ query, search, onType, onChange }: AccountListProps) {
  const { t } = useText();
  const rows = query.data?.pages.flatMap((p) => p.items) ?? [];
  const total = query.data?.pages[0]?.count ?? 0;
  return (
    <Card flush>
      <div className={people.bar} role="search">
        <TextInput className={people.grow} label={t('people:accounts.find')} defaultValue={search.q ?? ''} onChange={(e) => onType(e.currentTarget.value)} />
        <SegmentedControl
          aria-label={t('people:accounts.show')} size="xs" value={search.show ?? 'all'} data={shows.map((s) => ({ value: s, label: t(`people:show.${s}`) }))}
          onChange={(s) => onChange({ ...search, show: shows.slice(1).find((x) => x === s) as AccountsSearch['show'] })}
        />
        <Select
          label={t('people:accounts.sort')} w={190} allowDeselect={false} value={search.sort ?? 'value'} data={sorts.map((s) => ({ value: s, label: t(`people:sort.${s}`) }))}
          onChange={(s) => onChange({ ...search, sort: sorts.slice(1).find((x) => x === s) as AccountsSearch['sort'] })}
        />
      </div>
      {rows.length === 0
        ? <EmptyState title={t(search.q || search.show || search.unit || search.trait ? 'people:accounts.nothing' : 'people:accounts.noneTitle')}>{t('people:accounts.none')}</EmptyState>
        : (
          <>
            <div className={query.isPlaceholderData ? people.busy : undefined} aria-busy={query.isPlaceholderData}><Rows rows={rows} by={{ program: search.program, measure: search.measure }} /></div>
            <LoadMore shown={rows.length} total={total} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
          </>
        )}
    </Card>
  );
}

function Rows({ rows, by }: { rows: readonly AccountStanding[]; by: AccountSearch }) {
  const { t } = useText();
  const format = useFormat();
  const navigate = useNavigate();
  const score = (x: number | null) => (x === null ? <span className={people.soft}>{t('people:accounts.noScore')}</span> : format.number(x, Number.isInteger(x) ? 0 : 1));
  return (
    <DataTable<AccountStanding>
      label={t('people:accounts.table')} rows={rows} rowKey={(a) => a.id} minWidth={720} stack
      onOpen={(a) => void navigate({ to: '/people/accounts/$id', params: { id: a.id }, search: readAccountSearch({ ...by }) })}
      columns={[
        { key: 'name', header: t('people:name'), width: '26%', cell: (a) => <>{a.name || a.key}{a.name && a.name !== a.key && <span className={people.small}>{a.key}</span>}</> },
        { key: 'value', header: t('people:accounts.value'), numeric: true, cell: (a) => (a.value === null ? <span className={people.soft}>{t('people:accounts.noValue')}</span> : format.money(a.value)) },
        {
          key: 'mean', header: t('people:accounts.mean'), numeric: true,
          cell: (a) => <span className={a.at_risk ? classes.bad : undefined}>{score(a.score)}{a.class && <> · {t(`people:class.${a.class}`)}</>}</span>,
        },
        { key: 'contact', header: t('people:accounts.contact'), numeric: true, cell: (a) => <>{score(a.contact_score)}{a.contact_class && <> · {t(`people:class.${a.contact_class}`)}</>}</> },
        {
          key: 'last', header: t('people:accounts.last'), named: true,
          cell: (a) => <span className={a.silent ? classes.bad : undefined}>{a.last_answer ? format.day(a.last_answer) : t('people:accounts.never')}{a.silent && a.last_answer && <> · {t('people:accounts.silent')}</>}</span>,
        },
        { key: 'roles', header: t('people:accounts.roles'), named: true, cell: (a) => <RoleDots roles={a.roles} /> },
      ]}
    />
  );
}
