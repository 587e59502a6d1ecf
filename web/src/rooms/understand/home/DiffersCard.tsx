import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { IntervalBar, type Verdict } from '@/ui/IntervalBar';
import { Loading } from '@/ui/Loading';
import { complete, differenceWriter, halfWidth, writeQ, writer } from '@/ui/figures';
import type { Filter } from '../filter/filter';
import { useKeyName } from '../filter/words';
import { segmentPages } from '../queries';
import type { MeasureInfo, Segment, Segments } from '../wire';
import { AnswersLink } from './AnswersLink';
import { FiguresError } from './FiguresError';
import { Methods } from './Methods';
import { standingOut } from './segments';
import classes from './ChangesCard.module.css';

interface DiffersCardProps {
  measure: MeasureInfo;
  filter: Filter;
  weighted?: boolean;
}

const most = 7;

/** Where the figure differs from everybody else's by more than noise, over all that is known of who answered. */
export function DiffersCard({ measure, filter, weighted }: DiffersCardProps) {
  const { t } = useText();
  const query = useInfiniteQuery(segmentPages({ measure: measure.id, filter, weighted, limit: 50 }));
  const first = query.data?.pages[0];
  return (
    <Card title={t('understand:differs.title')} note={t('understand:differs.note')}>
      {query.isError && <FiguresError error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {first && <Found found={first} filter={filter} weighted={weighted} />}
    </Card>
  );
}

function Found({ found, filter, weighted }: { found: Segments; filter: Filter; weighted?: boolean }) {
  const { t } = useText();
  const format = useFormat();
  const shown = standingOut(found, most);
  const reach = Math.max(0, ...shown.flatMap((s) => [Math.abs(s.against_rest.low ?? 0), Math.abs(s.against_rest.high ?? 0)])) * 1.05;
  const considered = format.number(found.considered);
  return (
    <>
      <p className={classes.verdict}>
        {found.considered === 0 && t('understand:changes.noSegments')}
        {found.considered > 0 && (found.distinct === 0
          ? t('understand:changes.noise', { count: found.considered, n: considered })
          : t('understand:differs.distinct', { count: found.distinct, n: format.number(found.distinct), of: considered }))}
      </p>
      {shown.length > 0 && (
        <ul className={classes.list}>
          {shown.map((s) => <li key={`${s.key.cut}:${s.key.value ?? ''}`}><Row segment={s} found={found} reach={reach} filter={filter} weighted={weighted} /></li>)}
        </ul>
      )}
      <Methods figures={shown.map((s) => s.against_rest)} />
    </>
  );
}

interface RowProps {
  segment: Segment;
  found: Segments;
  reach: number;
  filter: Filter;
  weighted?: boolean;
}

function Row({ segment, found, reach, filter, weighted }: RowProps) {
  const { t } = useText();
  const format = useFormat();
  const keyName = useKeyName();
  const { against_rest: difference, figure, key } = segment;
  const c = complete(difference);
  if (!c) return null;
  const write = differenceWriter(format, difference.unit, halfWidth(c));
  const interval = t('understand:figure.interval', { low: write(c.low), high: write(c.high) });
  const better = (c.value > 0) === (found.measure.scale.direction !== 'down' || found.measure.metric !== 'mean');
  const verdict: Verdict = better ? 'good' : 'bad';
  const own = complete(figure);
  const asked = { program: found.measure.program_id, measure: found.measure.id, from: filter.from, to: filter.to, where: filter.where, weighted, by: [key.cut], compare: 'rest' as const };
  return (
    <div className={classes.row}>
      <AnswersLink query={segment.answers} program={found.measure.program_id} className={classes.name}>
        {keyName(key.cut, segment.key_label)} {key.value === null ? t('understand:none') : key.label}
      </AnswersLink>
      <span className={classes.value}>
        {write(c.value)} <small>{t(`understand:difference.${difference.unit}`)}</small>
      </span>
      <span className={classes.bar}>
        <IntervalBar value={c.value} low={c.low} high={c.high} min={-reach} max={reach} target={0} verdict={verdict} label={t('understand:figure.spoken', { value: write(c.value), interval })} />
      </span>
      <span className={classes.sure}>
        {t(better ? 'understand:differs.better' : 'understand:differs.worse')} · {interval}
        {difference.q !== null && ` · ${t('understand:changes.q', { q: writeQ(format, difference.q) })}`}
        {own && ` · ${t('understand:differs.own', { value: writer(format, figure.unit, halfWidth(own))(own.value), n: format.number(figure.n), share: format.percent(segment.share) })}`}{' '}
        <Link to="/understand" search={asked} aria-label={t('understand:differs.compareBy', { key: keyName(key.cut, segment.key_label) })}>{t('understand:differs.compare')}</Link>
      </span>
    </div>
  );
}
