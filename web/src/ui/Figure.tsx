import { useText } from '@/i18n/useText';
import { useFormat } from '@/format/context';
import { IntervalBar, type Verdict } from './IntervalBar';
import classes from './Figure.module.css';

/** A figure as the server gives it: an estimate with its interval. */
export interface Estimate {
  value: number;
  low: number;
  high: number;
  n: number;
  /** Name of the method, shown as it is: "NPS, jackknife over 64 buckets". */
  method?: string;
  /** Trouble in the data: "" or too_few, no_variance and the like. */
  trouble?: string;
}

interface FigureProps {
  label: string;
  estimate: Estimate;
  /** How a number is written: 61, 27 %, 4.3. */
  write: (value: number) => string;
  /** Ends of the scale the bar is drawn on. */
  scale: { min: number; max: number };
  verdict?: Verdict;
  size?: 'small' | 'large';
}

/** A value that says how sure it is: the number, its interval drawn and written, n and method. */
export function Figure({ label, estimate, write, scale, verdict, size = 'small' }: FigureProps) {
  const { t } = useText();
  const format = useFormat();
  const n = t('ui:figure.n', { n: format.number(estimate.n) });
  if (estimate.trouble === 'too_few') {
    return (
      <div className={`${classes.figure} ${classes[size]}`}>
        <span className={classes.label}>{label}</span>
        <span className={classes.few}>{t('ui:figure.tooFew')}</span>
        <span className={classes.note}>{t('ui:figure.tooFewWhy', { n: format.number(estimate.n) })}</span>
      </div>
    );
  }
  const interval = t('ui:figure.interval', { low: write(estimate.low), high: write(estimate.high) });
  return (
    <div className={`${classes.figure} ${classes[size]}`}>
      <span className={classes.label}>{label}</span>
      <span className={classes.value}>{write(estimate.value)}</span>
      <IntervalBar
        value={estimate.value} low={estimate.low} high={estimate.high} min={scale.min} max={scale.max} verdict={verdict}
        label={t('ui:figure.spoken', { label, value: write(estimate.value), interval })}
      />
      <span className={classes.note}>
        {interval} · {n}
      </span>
      {estimate.trouble && <span className={classes.note}>{t('ui:figure.noVariance')}</span>}
      {estimate.method && <span className={classes.method}>{estimate.method}</span>}
    </div>
  );
}
