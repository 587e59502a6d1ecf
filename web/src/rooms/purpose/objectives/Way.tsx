import { useFormat } from '@/format/context';
import { boundsOf, writer } from '@/ui/figures';
import { useText } from '@/i18n/useText';
import type { Objective, Progress } from '../wire';
import { placeOf, rangeOf, type Stops } from './way';
import classes from './Way.module.css';

const looks = { reached: classes.good, on_the_way: classes.good, off: classes.bad, cannot_tell: classes.mid } as const;

/** From the baseline to the target: where it stands now with its interval, and where it would stand by plan. The same in words below. */
export function Way({ objective, progress }: { objective: Objective; progress: Progress }) {
  const { t } = useText();
  const format = useFormat();
  const { figure } = progress.now;
  const { measure } = progress;
  const bounds = boundsOf(measure);
  const base = objective.baseline;
  const stops: Stops = { start: base?.value ?? null, now: figure.value, low: figure.low, high: figure.high, planned: progress.planned, target: objective.target };
  const range = rangeOf(stops, bounds.min, bounds.max);
  const at = (v: number) => `${placeOf(v, range)}%`;
  const write = writer(format, measure.unit, figure.low === null || figure.high === null ? Infinity : (figure.high - figure.low) / 2);
  const between = (f: { low: number | null; high: number | null }) => (f.low === null || f.high === null ? '' : ` ${t('purpose:way.between', { low: write(f.low), high: write(f.high) })}`);
  const days = { from: format.day(objective.baseline_from), to: format.day(objective.baseline_to) };
  const target = write(objective.target);

  return (
    <div className={`${classes.way} ${looks[progress.verdict]}`}>
      <svg className={classes.picture} aria-hidden="true" width="100%" height="22">
        <line className={classes.axis} x1="0" x2="100%" y1="11" y2="11" />
        {stops.start !== null && <line className={classes.path} x1={at(stops.start)} x2={at(stops.target)} y1="11" y2="11" />}
        {stops.low !== null && stops.high !== null && <rect className={classes.interval} x={at(stops.low)} width={`${Math.max(0.6, placeOf(stops.high, range) - placeOf(stops.low, range))}%`} y="8" height="6" />}
        {stops.start !== null && <circle className={classes.start} cx={at(stops.start)} cy="11" r="4" />}
        {stops.planned !== null && <line className={classes.planned} x1={at(stops.planned)} x2={at(stops.planned)} y1="3" y2="19" />}
        {stops.now !== null && <line className={classes.now} x1={at(stops.now)} x2={at(stops.now)} y1="4" y2="18" />}
        <line className={classes.target} x1={at(stops.target)} x2={at(stops.target)} y1="0" y2="22" />
      </svg>
      <ul className={classes.words} data-figures>
        <li>{base && base.value !== null ? t('purpose:way.start', { value: write(base.value), interval: between(base), ...days }) : t(base ? 'purpose:way.noStart' : 'purpose:way.startUnseen', days)}</li>
        <li className={classes.today}>
          {figure.value === null
            ? t('purpose:way.nobody')
            : t('purpose:way.now', { value: write(figure.value), interval: between(figure), n: format.number(figure.n), count: figure.n })}
        </li>
        {stops.planned !== null && <li>{t('purpose:way.planned', { value: write(stops.planned) })}</li>}
        <li>{t('purpose:way.target', { value: target, date: format.day(objective.due) })}</li>
      </ul>
    </div>
  );
}
