import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@mantine/core';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { IntervalBar } from '@/ui/IntervalBar';
import { Loading } from '@/ui/Loading';
import { complete, differenceWriter, halfWidth, writeQ } from '@/ui/figures';
import type { Filter } from '../filter/filter';
import { useKeyName } from '../filter/words';
import type { Period } from '../periods';
import { changesQuery } from '../queries';
import type { Change, ChangesResult, Trait } from '../wire';
import { AnswersLink } from './AnswersLink';
import { FiguresError } from './FiguresError';
import { Methods } from './Methods';
import classes from './ChangesCard.module.css';

interface ChangesCardProps {
  measure: string;
  filter: Filter;
  weighted?: boolean;
  period: Period;
  traits: readonly Trait[];
}

/** The last whole period beside the one before: overall, then by segment, and what of it is more than noise. */
export function ChangesCard({ measure, filter, weighted, period, traits }: ChangesCardProps) {
  const { t } = useText();
  const query = useQuery(changesQuery({ measure, filter, weighted, period }));
  const { data } = query;
  return (
    <Card title={t(`understand:changes.title.${period}`)} note={data && <Spans result={data} />}>
      {query.isError && <FiguresError error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {data && <Found result={data} traits={traits} />}
    </Card>
  );
}

function Spans({ result }: { result: ChangesResult }) {
  const { t } = useText();
  const format = useFormat();
  const span = (s: ChangesResult['now']) => (s.from === s.to ? format.day(s.from) : t('understand:period.between', { from: format.day(s.from), to: format.day(s.to) }));
  return <>{t('understand:changes.spans', { now: span(result.now), before: span(result.before) })}</>;
}

function Found({ result, traits }: { result: ChangesResult; traits: readonly Trait[] }) {
  const { t } = useText();
  const format = useFormat();
  const [all, setAll] = useState(false);
  const compared = result.changes.filter((c) => c.difference.q !== null);
  const distinct = compared.filter((c) => (c.difference.q ?? 1) <= 0.05);
  const shown = all ? compared.slice(0, 30) : distinct.slice(0, 8);
  const considered = format.number(result.considered);

  return (
    <>
      <Row change={result.overall} result={result} traits={traits} overall />
      <p className={classes.verdict}>
        {result.considered === 0 && t(result.verdict === 'cannot_tell' ? 'understand:changes.cannotTell' : 'understand:changes.noSegments')}
        {result.considered > 0 && distinct.length === 0 && t('understand:changes.noise', { count: result.considered, n: considered })}
        {distinct.length > 0 && t('understand:changes.distinct', { count: result.distinct, of: considered, n: format.number(result.distinct) })}
      </p>
      {shown.length > 0 && (
        <ul className={classes.list}>
          {shown.map((change) => (
            <li key={change.key.map((k) => `${k.cut}:${k.value ?? ''}`).join('/')}>
              <Row change={change} result={result} traits={traits} />
            </li>
          ))}
        </ul>
      )}
      <Methods figures={[result.overall, ...shown].map((c) => c.difference)} />
      {compared.length > distinct.length && (
        <Button variant="subtle" size="compact-xs" onClick={() => setAll((a) => !a)} aria-expanded={all}>
          {all ? t('understand:changes.fewer') : t('understand:changes.all', { n: format.number(compared.length) })}
        </Button>
      )}
    </>
  );
}

function Row({ change, result, traits, overall }: { change: Change; result: ChangesResult; traits: readonly Trait[]; overall?: boolean }) {
  const { t } = useText();
  const format = useFormat();
  const keyName = useKeyName();
  const { difference, now, before } = change;
  const c = complete(difference);
  const name = overall
    ? t('understand:changes.overall')
    : change.key.map((k) => `${keyName(k.cut, traits.find((x) => x.key === k.cut)?.label ?? k.cut)} ${k.value === null ? t('understand:none') : k.label}`).join(', ');
  const n = t('understand:changes.n', { now: format.number(now.figure.n), before: format.number(before.figure.n) });
  if (!c) {
    return (
      <div className={classes.row}>
        <b>{name}</b>
        <span className={classes.sure}>{t(now.figure.n === 0 || before.figure.n === 0 ? 'understand:changes.oneSided' : 'understand:figure.few')}</span>
        <span className={classes.sure}>{n}</span>
      </div>
    );
  }
  const write = differenceWriter(format, difference.unit, halfWidth(c));
  const reach = Math.max(Math.abs(c.low), Math.abs(c.high)) * 1.1;
  const interval = t('understand:figure.interval', { low: write(c.low), high: write(c.high) });
  const q = difference.q === null ? '' : t('understand:changes.q', { q: writeQ(format, difference.q) });
  return (
    <div className={classes.row}>
      <AnswersLink query={now.answers} program={result.measure.program_id} className={classes.name}>{name}</AnswersLink>
      <span className={classes.value}>
        {write(c.value)} <small>{t(`understand:difference.${difference.unit}`)}</small>
      </span>
      <span className={classes.bar}>
        <IntervalBar value={c.value} low={c.low} high={c.high} min={-reach} max={reach} target={0} label={t('understand:figure.spoken', { value: write(c.value), interval })} />
      </span>
      <span className={classes.sure}>
        {interval} {q && `· ${q}`} · {n}
      </span>
    </div>
  );
}
