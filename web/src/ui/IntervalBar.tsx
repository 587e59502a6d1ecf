import classes from './IntervalBar.module.css';

/** A judgement: holds, unsure, falls short; `plain` judges nothing. */
export type Verdict = 'good' | 'mid' | 'bad' | 'plain';

interface IntervalBarProps {
  value: number;
  low: number;
  high: number;
  /** The scale's ends, in the unit of value. */
  min: number;
  max: number;
  /** Says the figure in words: "61, 58 to 64". */
  label: string;
  verdict?: Verdict;
  /** A second mark to compare with, such as the objective. */
  target?: number;
}

// A share of the scale in percent, to a hundredth, kept on the scale.
const inside = (share: number) => Math.round(Math.min(1, Math.max(0, share)) * 10_000) / 100;

/** The interval as a pale square-ended bar on its scale, the estimate as a mark. */
export function IntervalBar({ value, low, high, min, max, label, verdict = 'plain', target }: IntervalBarProps) {
  const at = (v: number) => inside((v - min) / (max - min));
  const from = at(low);
  const width = Math.max(Math.round((at(high) - from) * 100) / 100, 0.8);
  return (
    <svg className={`${classes.bar} ${classes[verdict]}`} role="img" aria-label={label} width="100%" height="14">
      <line className={classes.axis} x1="0" x2="100%" y1="7" y2="7" />
      <rect className={classes.interval} x={`${from}%`} width={`${width}%`} y="4.5" height="5" />
      {target !== undefined && <line className={classes.target} x1={`${at(target)}%`} x2={`${at(target)}%`} y1="0" y2="14" />}
      <line className={classes.mark} x1={`${at(value)}%`} x2={`${at(value)}%`} y1="1.5" y2="12.5" />
    </svg>
  );
}
