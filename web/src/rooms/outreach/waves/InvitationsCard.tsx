import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMay } from '@/access/session';
import { useFormat } from '@/format/context';
import { knownText, useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { ProgressBar } from '@/ui/ProgressBar';
import { countsQuery, invitationsPages } from '../queries';
import { readWaveSearch } from '../routes';
import { invitationStates, type InvitationState, type Wave, type WaveInvitation } from '../wire';
import { answered, asked, invited } from './counts';
import { CountList } from './CountList';
import { Person } from './PlanCard';
import classes from '../Outreach.module.css';

/** How far a wave is: its invitations by state, then each. */
export function InvitationsCard({ wave }: { wave: Wave }) {
  const { t } = useText();
  const format = useFormat();
  const navigate = useNavigate();
  const search = readWaveSearch(useSearch({ strict: false }));
  const maySee = useMay('person.read');
  const query = useQuery(countsQuery(wave));
  const counts = query.data;
  const all = counts ? asked(counts) : 0;
  const choose = (state: string | undefined) => void navigate({ to: '/outreach/waves/$id', params: { id: wave.id }, search: readWaveSearch({ ...search, state }), replace: true, resetScroll: false });
  return (
    <Card title={t('outreach:invitations.title')} note={counts && counts.reminders > 0 && t('outreach:invitations.reminders', { count: counts.reminders, n: format.number(counts.reminders) })}>
      <div className={classes.column}>
        {query.isPending && <Loading />}
        {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        {counts && wave.state === 'sending' && <ProgressBar label={t('outreach:invitations.making')} done={all} total={invited(counts)} note={t('outreach:invitations.made', { n: format.number(all), of: format.number(invited(counts)) })} />}
        {counts && wave.state !== 'sending' && all > 0 && <ProgressBar label={t('outreach:invitations.answered')} done={answered(counts)} total={all} note={t('outreach:invitations.answeredOf', { n: format.number(answered(counts)), of: format.number(all), share: format.percent(answered(counts) / all) })} />}
        {counts && all > 0 && (
          <CountList
            label={t('outreach:invitations.title')} chosen={search.state} onChoose={maySee ? choose : undefined}
            counts={invitationStates.flatMap((state) => {
              const row = counts.states.find((s) => s.state === state);
              return row ? [{ key: state, name: t(`outreach:invitation.${state}`), why: t(`outreach:invitationWhy.${state}`), count: row.count, main: state === 'answered' || state === 'closed' }] : [];
            })}
          />
        )}
        {counts && counts.clicked > 0 && <p className={classes.soft}>{t('outreach:invitations.clicked', { count: counts.clicked, n: format.number(counts.clicked) })}</p>}
        {counts && all === 0 && wave.state !== 'sending' && <p className={classes.soft}>{t('outreach:invitations.none')}</p>}
        {maySee && all > 0 && <Invitations key={search.state} wave={wave} state={search.state} />}
      </div>
    </Card>
  );
}

function Invitations({ wave, state }: { wave: Wave; state?: InvitationState }) {
  const { t } = useText();
  const format = useFormat();
  const query = useInfiniteQuery(invitationsPages(wave, state));
  const found = query.data?.pages.flatMap((p) => p.items) ?? [];
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (found.length === 0) return <p className={classes.soft}>{t('outreach:plan.nobodyLike')}</p>;
  const last = (i: WaveInvitation) => i.ended_at ?? i.started_at ?? i.sent_at;
  return (
    <div>
      <DataTable<WaveInvitation>
        label={t('outreach:invitations.table')} rows={found} rowKey={(i) => i.id} stack minWidth={500}
        columns={[
          { key: 'who', header: t('outreach:field.person'), width: '36%', cell: (i) => <Person of={i} /> },
          { key: 'state', header: t('outreach:field.state'), cell: (i) => <>{t(`outreach:invitation.${i.state}`)}{i.reason && <span className={classes.small}>{knownText(t, `outreach:became.${i.reason}`, i.reason)}</span>}{i.reminded > 0 && <span className={classes.small}>{t('outreach:invitations.reminded', { count: i.reminded, n: format.number(i.reminded) })}</span>}</> },
          { key: 'last', header: t('outreach:field.last'), cell: (i) => { const at = last(i); return at && i.state !== 'closed' ? format.dateTime(at) : ''; } },
        ]}
      />
      <LoadMore shown={found.length} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
    </div>
  );
}
