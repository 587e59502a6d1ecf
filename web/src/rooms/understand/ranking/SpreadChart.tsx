import { axisFor } from '@/ui/axis';
import { along } from '../charts/groups';
import { complete } from '@/ui/figures';
import { useWidth } from '@/ui/useWidth';
import classes from './SpreadChart.module.css';
import type { Figure } from '../wire';

interface SpreadChartProps {
  label: string;
  /** The others one by one, where they may be known. */
  others: readonly number[];
  /** Else only where they lie: eight of ten where they are many, the middle half, the middle. */
  spread?: Spread;
  /** The place that stands out among them. */
  here?: Pick<Figure, 'value' | 'low' | 'high'>;
  bounds: { min: number; max: number };
  write: (value: number) => string;
}

/** Where most of the others lie, from least to most. */
export interface Spread {
  tenth?: number;
  first: number;
  median: number;
  third: number;
  ninth?: number;
}

const [height, middle] = [74, 30];

/** A place among its like: every one a thin mark at its drawn value, this one with its interval. */
export function SpreadChart({ label, others, spread, here, bounds, write }: SpreadChartProps) {
  const { ref, width: measured } = useWidth();
  const width = Math.max(measured, 240);
  const own = here && complete(here);
  const axis = axisFor([...others, ...(spread ? (Object.values(spread) as (number | undefined)[]).filter((v) => v !== undefined) : []), ...(own ? [own.low, own.high] : [])], bounds.min, bounds.max);
  const x = (v: number) => along(axis, 8, width - 8, v);
  return (
    <div ref={ref}>
      <svg width={width} height={height} role="img" aria-label={label} className={classes.chart} data-picture>
        <line className={classes.axis} x1={8} x2={width - 8} y1={middle} y2={middle} />
        {spread && (
          <>
            {spread.tenth !== undefined && spread.ninth !== undefined && <rect className={classes.range} x={x(spread.tenth)} width={x(spread.ninth) - x(spread.tenth)} y={middle - 3} height={6} />}
            <rect className={classes.range} x={x(spread.first)} width={x(spread.third) - x(spread.first)} y={middle - 8} height={16} />
            <line className={classes.other} x1={x(spread.median)} x2={x(spread.median)} y1={middle - 8} y2={middle + 8} />
          </>
        )}
        {others.map((v, i) => <line key={`${i} ${v}`} className={classes.other} x1={x(v)} x2={x(v)} y1={middle - 9} y2={middle + 9} />)}
        {own && (
          <>
            <rect className={classes.interval} x={x(own.low)} width={Math.max(2, x(own.high) - x(own.low))} y={middle - 5} height={10} />
            <line className={classes.mark} x1={x(own.value)} x2={x(own.value)} y1={middle - 14} y2={middle + 14} />
          </>
        )}
        {axis.ticks.map((v) => <text key={v} className={classes.text} x={x(v)} y={height - 8} textAnchor={x(v) < 24 ? 'start' : x(v) > width - 24 ? 'end' : 'middle'}>{write(v)}</text>)}
      </svg>
    </div>
  );
}
