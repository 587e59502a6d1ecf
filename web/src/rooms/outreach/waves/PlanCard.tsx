import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMay } from '@/access/session';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { ProgressBar } from '@/ui/ProgressBar';
import { consideredPages, countsQuery } from '../queries';
import { readWaveSearch } from '../routes';
import { reasons, rules, type Considered, type Reason, type Rule, type Wave, type WaveCounts } from '../wire';
import { CountList } from './CountList';
import { open } from './counts';
import classes from '../Outreach.module.css';

/** Whom a wave asks, and why not the others: counts by the one reason each has, then who. */
export function PlanCard({ wave }: { wave: Wave }) {
  const { t } = useText();
  const format = useFormat();
  const query = useQuery({ ...countsQuery(wave), enabled: wave.state !== 'draft' });
  const maySee = useMay('person.read');
  if (wave.state === 'draft') return <Card title={t('outreach:plan.title')}><EmptyState title={t('outreach:plan.none')}>{t('outreach:plan.noneWhy')}</EmptyState></Card>;
  const counts = query.data;
  return (
    <Card title={t('outreach:plan.title')} note={counts && t('outreach:plan.note', { count: counts.considered, n: format.number(counts.considered) })}>
      <div className={classes.column}>
        {query.isPending && <Loading />}
        {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        {counts && wave.state === 'planning' && <ProgressBar label={t('outreach:plan.running')} done={0} total={0} note={t('outreach:plan.open', { n: format.number(counts.considered), open: format.number(open(counts)) })} />}
        {counts && counts.unknown > 0 && <p className={classes.problem}>{t('outreach:plan.unknown', { count: counts.unknown, n: format.number(counts.unknown), of: format.number(counts.listed) })}</p>}
        {counts && wave.state !== 'planning' && counts.considered === 0 && <EmptyState title={t('outreach:plan.nobody')}>{t('outreach:plan.nobodyWhy')}</EmptyState>}
        {counts && counts.reasons.length > 0 && <Reasons wave={wave} counts={counts} maySee={maySee} />}
      </div>
    </Card>
  );
}

function Reasons({ wave, counts, maySee }: { wave: Wave; counts: WaveCounts; maySee: boolean }) {
  const { t } = useText();
  const navigate = useNavigate();
  const search = readWaveSearch(useSearch({ strict: false }));
  const order = (r: { reason: Reason; rule?: Rule }) => reasons.indexOf(r.reason) * 10 + (r.rule ? rules.indexOf(r.rule) : 0);
  const rows = [...counts.reasons].sort((a, b) => order(a) - order(b));
  const choose = (key: string | undefined) => {
    const row = rows.find((r) => (r.rule ?? r.reason) === key);
    void navigate({ to: '/outreach/waves/$id', params: { id: wave.id }, search: readWaveSearch({ ...search, reason: row?.reason, rule: row?.rule }), replace: true, resetScroll: false });
  };
  return (
    <>
      <CountList
        label={t('outreach:plan.title')} chosen={search.rule ?? search.reason} onChoose={maySee ? choose : undefined}
        counts={rows.map((r) => ({ key: r.rule ?? r.reason, name: nameOf(t, r), why: whyOf(t, r), count: r.count, main: r.reason === 'invited' }))}
      />
      {maySee && <People key={`${search.reason} ${search.rule}`} wave={wave} reason={search.reason} rule={search.rule} />}
    </>
  );
}

type T = ReturnType<typeof useText>['t'];
const nameOf = (t: T, r: { reason: Reason; rule?: Rule }) => (r.rule ? t(`outreach:rule.${r.rule}`) : r.reason === 'rule' ? t('outreach:reason.rule') : t(`outreach:reason.${r.reason}`));
const whyOf = (t: T, r: { reason: Reason; rule?: Rule }) => (r.rule ? t(`outreach:ruleWhy.${r.rule}`) : r.reason === 'rule' ? undefined : t(`outreach:reasonWhy.${r.reason}`));

function People({ wave, reason, rule }: { wave: Wave; reason?: Reason; rule?: Rule }) {
  const { t } = useText();
  const query = useInfiniteQuery(consideredPages(wave, reason, rule));
  const found = query.data?.pages.flatMap((p) => p.items) ?? [];
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (found.length === 0) return <p className={classes.soft}>{t('outreach:plan.nobodyLike')}</p>;
  return (
    <div>
      <DataTable<Considered>
        label={t('outreach:plan.table')} rows={found} rowKey={(c) => c.customer.id} stack minWidth={460}
        columns={[
          { key: 'who', header: t('outreach:field.person'), width: '36%', cell: (c) => <Person of={c} /> },
          { key: 'why', header: t('outreach:field.reason'), cell: (c) => nameOf(t, c) },
          { key: 'account', header: t('outreach:field.account'), cell: (c) => c.account && <Link to="/people/accounts/$id" params={{ id: c.account.id }}>{c.account.name || c.account.key}</Link> },
        ]}
      />
      <LoadMore shown={found.length} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
    </div>
  );
}

/** Somebody by name, and by the key that tells them from another of that name. */
export function Person({ of: { customer } }: { of: Pick<Considered, 'customer'> }) {
  const { t } = useText();
  if (!customer.key && !customer.name) return <>{t('outreach:restricted')}</>;
  return <><Link to="/people/customers/$id" params={{ id: customer.id }}>{customer.name || customer.key}</Link>{customer.name && <span className={classes.small}>{customer.key}</span>}</>;
}
