import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMay } from '@/access/session';
import type { components } from '@/api/schema';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { IntervalBar } from '@/ui/IntervalBar';
import { Loading } from '@/ui/Loading';
import { heldQuery } from './queries';
import type { Said, Touchpoint } from './wire';
import classes from './Topics.module.css';

interface HappensCardProps {
  program: string;
  said: Said;
  places: readonly Touchpoint[];
  channels: readonly components['schemas']['Channel'][];
  pending: boolean;
}

/** What happens at the touchpoints concerned: how often, what customers may expect there, and whether that is kept. */
export function HappensCard({ program, said, places, channels, pending }: HappensCardProps) {
  const { t } = useText();
  const shown = said.touchpoint_ids.flatMap((id) => places.find((p) => p.id === id) ?? []).slice(0, 8);
  return (
    <Card title={t('topics:happens')} note={t('topics:happensNote')} actions={shown.length > 0 && <Button variant="default" size="xs" renderRoot={(p) => <Link {...p} to="/journeys/standards" search={{ program }} />}>{t('topics:toStandards')}</Button>}>
      {pending && <Loading />}
      {!pending && shown.length === 0 && <EmptyState title={t('topics:nowhere')}>{t('topics:nowhereWhy')}</EmptyState>}
      <ul className={classes.places}>{shown.map((p) => <Place key={p.id} program={program} place={p} channel={channels.find((c) => c.id === p.channel_id)?.name} alone={said.kind === 'touchpoint'} />)}</ul>
    </Card>
  );
}

function Place({ program, place, channel, alone }: { program: string; place: Touchpoint; channel?: string; alone: boolean }) {
  const { t } = useText();
  const format = useFormat();
  const sees = useMay('figure.read');
  return (
    <li>
      {!alone && <p className={classes.place}><Link to="/listen/topics/$kind/$of" params={{ kind: 'touchpoint', of: place.id }} search={{ program }}>{place.name}</Link>{channel && ` · ${channel}`}</p>}
      <p>{place.times === undefined ? t('topics:uncounted') : t('journey:times', { count: place.times, n: format.number(place.times) })}</p>
      {place.expectation ? <p className={classes.expected}>{place.expectation.words}</p> : <p className={classes.soft}>{t('topics:unexpected')}</p>}
      {place.expectation && sees && <Held place={place} />}
    </li>
  );
}

function Held({ place }: { place: Touchpoint }) {
  const { t } = useText();
  const format = useFormat();
  const query = useQuery(heldQuery(place.id, place.version));
  const c = query.data;
  if (!c) return null;
  if (c.why) return <p className={classes.soft}>{t(`journey:standards.why.${c.why}`)}</p>;
  const { value, low, high, n } = c.share;
  if (value === null || low === null || high === null) return <p className={classes.soft}>{t('journey:standards.verdict.cannot_tell')}</p>;
  const percent = (x: number) => format.percent(x, 1);
  const interval = t('ui:figure.interval', { low: percent(low), high: percent(high) });
  return (
    <div className={classes.held}>
      <p><b>{t(`journey:standards.verdict.${c.verdict || 'cannot_tell'}`)}</b> · {percent(value)} · {interval} · {t('ui:figure.n', { n: format.number(n) })}</p>
      <IntervalBar value={value} low={low} high={high} min={0} max={1} label={t('ui:figure.spoken', { label: t('journey:standards.share'), value: percent(value), interval })} />
    </div>
  );
}
