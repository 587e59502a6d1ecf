import type { SizePoint } from './wire';
import classes from './Segments.module.css';

/** A small line of sizes, with a dot on the last; what is not told is a gap. */
export function Trend({ sizes, label }: { sizes: readonly SizePoint[]; label: string }) {
  const width = 112;
  const height = 30;
  const told = sizes.flatMap((p) => (p.size === null ? [] : [p.size]));
  if (told.length < 2) return null;
  const most = Math.max(...told, 1);
  const x = (i: number) => 3 + (i / Math.max(1, sizes.length - 1)) * (width - 8);
  const y = (n: number) => height - 4 - (n / most) * (height - 8);
  const points = sizes.flatMap((p, i) => (p.size === null ? [] : [`${x(i)},${y(p.size)}`]));
  const end = points.at(-1)?.split(',');
  return (
    <svg className={classes.trend} width={width} height={height} role="img" aria-label={label}>
      <line className={classes.floor} x1="0" x2={width} y1={height - 4} y2={height - 4} />
      <polyline className={classes.path} points={points.join(' ')} />
      {end && <circle className={classes.dot} cx={end[0]} cy={end[1]} r="3" />}
    </svg>
  );
}
