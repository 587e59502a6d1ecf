import type { Plane } from '../drivers';
import { axisFor } from '@/ui/axis';
import { useWidth } from '@/ui/useWidth';
import classes from './DriversChart.module.css';

interface DriversChartProps {
  plane: Plane;
  /** The picture in words; the table below holds its numbers. */
  label: string;
  across: string;
  up: string;
  percent: (share: number) => string;
  name: (rank: number) => string;
}

const height = 280;
const edge = { left: 46, right: 14, top: 26, bottom: 40 };

/** Importance against performance: bars are intervals, numbers are the rows of the table. */
export function DriversChart({ plane, label, across, up, percent, name }: DriversChartProps) {
  const { ref, width: measured } = useWidth();
  const width = Math.max(measured, 240);
  const { points, even, middle } = plane;
  const shares = axisFor([0, ...points.map((p) => p.high), even], 0, 1);
  const rated = axisFor([...points.map((p) => p.rated), middle], 0, 1);
  const x = (v: number) => edge.left + ((v - rated.min) / (rated.max - rated.min)) * (width - edge.left - edge.right);
  const y = (v: number) => height - edge.bottom - ((v - shares.min) / (shares.max - shares.min)) * (height - edge.top - edge.bottom);
  const floor = height - edge.bottom;

  return (
    <div ref={ref} className={classes.box}>
      <svg width={width} height={height} role="img" aria-label={label}>
        {shares.ticks.map((v) => (
          <g key={v}>
            <line className={classes.line} x1={edge.left} x2={width - edge.right} y1={y(v)} y2={y(v)} />
            <text className={classes.text} x={edge.left - 8} y={y(v) + 4} textAnchor="end">{percent(v)}</text>
          </g>
        ))}
        {rated.ticks.map((v) => (
          <text key={v} className={classes.text} x={x(v)} y={floor + 16} textAnchor="middle">{percent(v)}</text>
        ))}
        <line className={classes.divide} x1={x(middle)} x2={x(middle)} y1={edge.top} y2={floor} />
        <line className={classes.divide} x1={edge.left} x2={width - edge.right} y1={y(even)} y2={y(even)} />
        <text className={classes.text} x={0} y={12}>{up}</text>
        <text className={classes.text} x={width - edge.right} y={height - 6} textAnchor="end">{across}</text>
        {points.toReversed().map((p) => (
          <g key={p.rank} className={p.driver.noise ? classes.noise : p.short ? classes.short : classes.sound}>
            <title>{name(p.rank)}</title>
            <line className={classes.interval} x1={x(p.rated)} x2={x(p.rated)} y1={y(Math.max(shares.min, p.low))} y2={y(Math.min(shares.max, p.high))} />
            <circle cx={x(p.rated)} cy={y(p.share)} r="9" />
            <text className={classes.rank} x={x(p.rated)} y={y(p.share) + 4} textAnchor="middle">{p.rank}</text>
          </g>
        ))}
      </svg>
    </div>
  );
}
