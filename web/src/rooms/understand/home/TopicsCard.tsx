import { Button } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMay } from '@/access/session';
import { api, body } from '@/api/client';
import type { components } from '@/api/schema';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { IntervalBar } from '@/ui/IntervalBar';
import { Loading } from '@/ui/Loading';
import { boundsOf, complete, halfWidth, writer } from '@/ui/figures';
import { metricQueryOptions } from '../queries';
import classes from './TopicsCard.module.css';

type Topic = components['schemas']['Topic'];

/** How many topics stand on home, and among how many they are looked for. */
const rows = 4;
const among = 100;

const topicsQuery = (program: string) =>
  queryOptions({ queryKey: ['topics', program, 'home'], queryFn: () => body(api.GET('/api/topics', { params: { query: { program, limit: among } } })) });

const restingQuery = (program: string, findings: readonly string[]) =>
  queryOptions({ queryKey: ['topic-measures', program, findings, 'home'], queryFn: () => body(api.GET('/api/topic-measures', { params: { query: { program_id: program, finding: [...findings] } } })) });

/** What people talk about most, and the figure that stands beside it: why beside how much. */
export function TopicsCard({ program }: { program: string }) {
  return useMay('finding.read') ? <Topics program={program} /> : null;
}

function Topics({ program }: { program: string }) {
  const { t } = useText();
  const listens = useMay('listen.read');
  const reads = useMay('measure.read');
  const query = useQuery(topicsQuery(program));
  const topics = query.data?.items ?? [];
  const findings = [...new Set(topics.flatMap((topic) => topic.finding_ids))].slice(0, 200);
  const resting = useQuery({ ...restingQuery(program, findings), enabled: reads && findings.length > 0 });
  const measureOf = (topic: Topic) => topic.measure_id ?? resting.data?.items.find((m) => m.finding_ids.some((f) => topic.finding_ids.includes(f)))?.id;
  const shown = topics.map((topic) => ({ topic, measure: measureOf(topic) })).sort((a, b) => Number(!a.measure) - Number(!b.measure)).slice(0, rows);
  const all = <Button variant="default" size="xs" renderRoot={(p) => <Link {...p} to="/listen/topics" search={{ program }} />}>{t('topics:home.all')}</Button>;
  return (
    <div className={classes.card}><Card title={t('topics:home.title')} note={topics.length > 0 ? t('topics:home.note') : undefined} actions={topics.length > 0 && all}>
      {(query.isPending || resting.isLoading) && <Loading />}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && topics.length === 0 && (
        <EmptyState
          title={t('topics:home.none')}
          action={listens && <Button variant="default" size="xs" renderRoot={(p) => <Link {...p} to="/listen" search={{ program }} />}>{t('topics:home.listen')}</Button>}
        >
          {t('topics:home.noneWhy')}
        </EmptyState>
      )}
      <ul className={classes.topics}>{!resting.isLoading && shown.map(({ topic, measure }) => <Row key={topic.id} program={program} topic={topic} measure={measure} />)}</ul>
    </Card></div>
  );
}

function Row({ program, topic, measure }: { program: string; topic: Topic; measure?: string }) {
  const { t } = useText();
  const format = useFormat();
  return (
    <li>
      <p>
        <Link to="/listen/topics/$kind/$of" params={{ kind: topic.kind, of: topic.id }} search={{ program }}>{topic.name}</Link>
        <small>{t('topics:nPeople', { count: topic.people, n: format.number(topic.people) })}</small>
      </p>
      {measure ? <Beside measure={measure} /> : <p className={classes.soft}>{t('topics:home.unmeasured')}</p>}
    </li>
  );
}

/** The figure beside a topic. */
function Beside({ measure }: { measure: string }) {
  const { t } = useText();
  const format = useFormat();
  const query = useQuery(metricQueryOptions({ measure, filter: {} }));
  if (!query.data) return <p className={classes.soft}>{query.isPending ? t('ui:loading') : t('topics:home.unmeasured')}</p>;
  const { measure: m, total } = query.data;
  const c = complete(total.figure);
  if (!c) return <p className={classes.soft}>{t('topics:noAnswers', { name: m.name })}</p>;
  const write = writer(format, total.figure.unit, halfWidth(c));
  const interval = t('ui:figure.interval', { low: write(c.low), high: write(c.high) });
  const bounds = boundsOf(m);
  return (
    <div className={classes.beside}>
      <p><b>{write(c.value)}</b> <Link to="/understand" search={{ program: m.program_id, measure }}>{m.name}</Link></p>
      <IntervalBar value={c.value} low={c.low} high={c.high} min={bounds.min} max={bounds.max} label={t('ui:figure.spoken', { label: m.name, value: write(c.value), interval })} />
      <small>{interval} · {t('ui:figure.n', { n: format.number(total.figure.n) })}</small>
    </div>
  );
}
