import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMay } from '@/access/session';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { IntervalBar } from '@/ui/IntervalBar';
import { boundsOf, complete, halfWidth, writer } from '@/ui/figures';
import { Loading } from '@/ui/Loading';
import { standsQuery } from '../topics/queries';
import { measuresOfPlaces, placesQuery, strengthQuery } from './queries';
import type { Finding } from './wire';
import classes from './Findings.module.css';

/** The excerpts by the moment of the journey they speak of; those that no touchpoint owns stand last. */
export function PlacesCard({ finding }: { finding: Finding }) {
  const { t } = useText();
  const strength = useQuery(strengthQuery(finding.id));
  const names = useQuery(placesQuery(finding.program_id)).data;
  const measures = useQuery(measuresOfPlaces(finding.program_id)).data;
  const sees = useMay('figure.read');
  const places = (strength.data?.places ?? []).toSorted((a, b) => Number(a.touchpoint_id === '') - Number(b.touchpoint_id === ''));
  const all = places.reduce((sum, p) => sum + p.for + p.against, 0);
  const nobodys = places.find((p) => p.touchpoint_id === '');
  const most = Math.max(1, ...places.map((p) => p.for + p.against));
  return (
    <Card title={t('findings:places')} note={all > 0 ? t('findings:placesNote', { count: all }) : undefined}>
      {strength.isPending && <Loading />}
      {strength.isError && <ErrorState error={strength.error} retry={() => void strength.refetch()} />}
      {strength.isSuccess && all === 0 && <EmptyState title={t('findings:noPlaces')}>{t('findings:noPlacesWhy')}</EmptyState>}
      {all > 0 && (
        <ul className={classes.places}>
          {places.map((p) => (
            <li key={p.touchpoint_id} data-nobody={p.touchpoint_id === '' || undefined}>
              <span>{p.touchpoint_id === '' ? t('findings:noOwner') : names?.has(p.touchpoint_id) ? <Link to="/listen/topics/$kind/$of" params={{ kind: 'touchpoint', of: p.touchpoint_id }} search={{ program: finding.program_id }}>{names.get(p.touchpoint_id)}</Link> : t('findings:gone')}</span>
              <em>{p.for + p.against}</em>
              <span className={classes.track}>
                <i style={{ width: `${(p.for / most) * 100}%` }} />
                <i data-against style={{ width: `${(p.against / most) * 100}%` }} />
              </span>
              {sees && p.touchpoint_id !== '' && names?.has(p.touchpoint_id) && <Beside name={names.get(p.touchpoint_id) ?? ''} measure={measures?.get(p.touchpoint_id)} />}
            </li>
          ))}
        </ul>
      )}
      {nobodys && all > nobodys.for + nobodys.against && <p className={classes.say}>{t('findings:nobodyInCharge', { n: nobodys.for + nobodys.against, of: all })}</p>}
    </Card>
  );
}

/** The figure of the measure that follows a touchpoint, beside what was said of it. */
function Beside({ name, measure }: { name: string; measure?: string }) {
  const { t } = useText();
  const format = useFormat();
  const query = useQuery({ ...standsQuery(measure ?? ''), enabled: !!measure });
  if (!measure) return <span className={classes.beside}>{t('findings:notAsked')}</span>;
  if (!query.data) return <span className={classes.beside}>{query.isPending ? t('ui:loading') : t('findings:rests.noFigure')}</span>;
  const { measure: m, total } = query.data;
  const c = complete(total.figure);
  if (!c) return <span className={classes.beside}>{t('findings:rests.noAnswers')}</span>;
  const write = writer(format, total.figure.unit, halfWidth(c));
  const interval = t('ui:figure.interval', { low: write(c.low), high: write(c.high) });
  const n = t('ui:figure.n', { n: format.number(total.figure.n) });
  const bounds = boundsOf(m);
  return (
    <div className={classes.beside}>
      <p><Link to="/understand" search={{ program: m.program_id, measure }} aria-label={t('findings:placeFigure', { name, value: write(c.value), interval, n })}>{write(c.value)}</Link> {m.name} · {interval} · {n}</p>
      <IntervalBar value={c.value} low={c.low} high={c.high} min={bounds.min} max={bounds.max} label={t('ui:figure.spoken', { label: m.name, value: write(c.value), interval })} />
    </div>
  );
}
