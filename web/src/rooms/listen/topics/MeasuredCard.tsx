import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '@/access/session';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { Figure } from '@/ui/Figure';
import { boundsOf, complete, halfWidth, writer } from '@/ui/figures';
import { Loading } from '@/ui/Loading';
import { useMethodName } from '@/ui/method';
import { mostAnswers, standsQuery, topicMeasuresQuery, writtenQuery } from './queries';
import type { Said, Touchpoint } from './wire';
import classes from './Topics.module.css';

interface MeasuredCardProps {
  program: string;
  said: Said;
  /** The touchpoints concerned. */
  places: readonly Touchpoint[];
  /** Whether these are known. */
  settled: boolean;
}

const first = 4;

/** How much: the measures that rest on what was said, follow the touchpoints or name the word; and who wrote it. */
export function MeasuredCard({ program, said, places, settled }: MeasuredCardProps) {
  const { t } = useText();
  const sees = useMay('figure.read');
  const reads = useMay('measure.read');
  const mayAnswers = useMay('answer.read');
  const [all, setAll] = useState(false);
  const query = useQuery({ ...topicMeasuresQuery(program, said.finding_ids, said.kind === 'word' ? said.name : undefined), enabled: reads });
  const resting = query.data?.items ?? [];
  const why = new Map<string, string>(resting.map((m) => [m.id, m.finding_ids.length > 0 ? t('topics:because.finding', { count: m.finding_ids.length }) : t('topics:because.word')]));
  for (const p of places) if (p.measure_id && !why.has(p.measure_id)) why.set(p.measure_id, said.kind === 'touchpoint' ? t('topics:because.here') : t('topics:because.place', { name: p.name }));
  const measures = [...why.keys()];
  const pending = (reads && query.isPending) || !settled;
  return (
    <Card title={t('topics:measured')}>
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {pending && <Loading />}
      {!pending && measures.length === 0 && <EmptyState title={t('topics:unmeasured')} action={<Button variant="default" size="xs" renderRoot={(p) => <Link {...p} to="/measures" search={{ program }} />}>{t('topics:toMeasures')}</Button>}>{t('topics:unmeasuredWhy')}</EmptyState>}
      {sees && <ul className={classes.measures}>{measures.slice(0, all ? undefined : first).map((m) => <Stands key={m} measure={m} why={why.get(m) ?? ''} />)}</ul>}
      {measures.length > first && !all && <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>{t('topics:allMeasures', { count: measures.length })}</Button>}
      {said.kind === 'word' && mayAnswers && <Written program={program} word={said.name} />}
    </Card>
  );
}

function Stands({ measure, why }: { measure: string; why: string }) {
  const { t } = useText();
  const format = useFormat();
  const methodName = useMethodName();
  const query = useQuery(standsQuery(measure));
  if (query.isPending) return <li><Loading /></li>;
  if (query.isError) return <li><ErrorState error={query.error} retry={() => void query.refetch()} /></li>;
  const { measure: m, total } = query.data;
  const c = complete(total.figure);
  return (
    <li>
      {c
        ? <Figure label={m.name} estimate={{ ...c, n: total.figure.n, method: methodName(total.figure) }} write={writer(format, total.figure.unit, halfWidth(c))} scale={boundsOf(m)} />
        : <p className={classes.soft}>{t('topics:noAnswers', { name: m.name })}</p>}
      <p className={classes.soft}>
        {why} · <Link to="/understand" search={{ program: m.program_id, measure }} aria-label={t('topics:understandOf', { name: m.name })}>{t('topics:understand')}</Link>
        {' · '}<Link to="/measures/ground" search={{ program: m.program_id, measure }} aria-label={t('topics:groundOf', { name: m.name })}>{t('topics:ground')}</Link>
      </p>
    </li>
  );
}

/** How many answers hold the words, counted as far as one page goes. */
function Written({ program, word }: { program: string; word: string }) {
  const { t } = useText();
  const format = useFormat();
  const query = useQuery(writtenQuery(program, word));
  if (!query.data) return null;
  const count = query.data.items.length;
  if (count === 0) return <p className={classes.soft}>{t('topics:unwritten')}</p>;
  const n = format.number(query.data.next ? mostAnswers : count);
  return <p className={classes.written}><Link to="/answers" search={{ program, q: word }}>{t(query.data.next ? 'topics:writtenMore' : 'topics:written', { count, n })}</Link></p>;
}
