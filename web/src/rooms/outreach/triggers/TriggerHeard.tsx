import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '@/access/session';
import { useFormat } from '@/format/context';
import { knownText, useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { CountList } from '../waves/CountList';
import { Person } from '../waves/PlanCard';
import { triggerConsideredPages, triggerCountsQuery } from './queries';
import { keyOf, type Trigger, type TriggerConsidered } from './wire';
import classes from '../Outreach.module.css';

/** Whom a trigger considered, each event with its one reason. */
export function TriggerHeard({ trigger }: { trigger: Trigger }) {
  const { t } = useText();
  const maySee = useMay('person.read');
  const query = useQuery(triggerCountsQuery(trigger));
  const [chosen, setChosen] = useState<string>();
  const rows = query.data?.reasons ?? [];
  const row = rows.find((r) => keyOf(r) === chosen);
  const nameOf = useReasonName();
  return (
    <Card title={t('outreach:plan.title')} note={rows.length > 0 && t('outreach:trigger.heardNote')}>
      <div className={classes.column}>
        {query.isPending && <Loading />}
        {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        {query.isSuccess && rows.length === 0 && <EmptyState title={t('outreach:trigger.heardNone')}>{t(trigger.on_since ? 'outreach:trigger.heardNoneWhy' : 'outreach:trigger.heardOff')}</EmptyState>}
        {rows.length > 0 && <CountList label={t('outreach:plan.title')} chosen={chosen} onChoose={maySee ? setChosen : undefined} counts={rows.map((r) => ({ key: keyOf(r), name: nameOf(keyOf(r)), count: r.count, main: r.reason === 'invited' }))} />}
        {maySee && rows.length > 0 && <People key={chosen} id={trigger.id} reason={row?.reason} rule={row?.rule} />}
      </div>
    </Card>
  );
}

// A reason in words: those of waves, and those that only triggers have.
function useReasonName() {
  const { t } = useText();
  return (key: string) => {
    for (const place of ['trigger.reason', 'rule', 'reason']) {
      const words = knownText(t, `outreach:${place}.${key}`, '');
      if (words) return words;
    }
    return key;
  };
}

function People({ id, reason, rule }: { id: string; reason?: string; rule?: string }) {
  const { t } = useText();
  const format = useFormat();
  const nameOf = useReasonName();
  const query = useInfiniteQuery(triggerConsideredPages(id, reason, rule));
  const found = query.data?.pages.flatMap((p) => p.items) ?? [];
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (found.length === 0) return <p className={classes.soft}>{t('outreach:plan.nobodyLike')}</p>;
  return (
    <div>
      <DataTable<TriggerConsidered>
        label={t('outreach:plan.table')} rows={found} rowKey={(c) => c.event_id} stack minWidth={500}
        columns={[
          { key: 'who', header: t('outreach:field.person'), width: '34%', cell: (c) => <Person of={c} /> },
          { key: 'why', header: t('outreach:field.reason'), cell: (c) => nameOf(keyOf(c)) },
          { key: 'at', header: t('outreach:trigger.happened'), named: true, cell: (c) => format.dateTime(c.happened_at) },
          { key: 'due', header: t('outreach:trigger.due'), named: true, cell: (c) => format.dateTime(c.due_at) },
        ]}
      />
      <LoadMore shown={found.length} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
    </div>
  );
}
