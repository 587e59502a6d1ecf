import type { KeyboardEvent, MouseEvent } from 'react';
import { complete } from '@/ui/figures';
import { axisFor } from '@/ui/axis';
import { extent, named, runs, slotAt, slotX, type Broke, type Picture, type Slot } from './series';
import { useWidth } from '@/ui/useWidth';
import classes from './TrendChart.module.css';

interface TrendChartProps {
  label: string;
  slots: readonly Slot[];
  bounds: { min: number; max: number };
  /** The slot whose numbers are read out beside the chart. */
  chosen: number;
  onChoose: (slot: number) => void;
  /** Opens the answers of the chosen slot. */
  onOpen: () => void;
  /** How the lines of the axis are written. */
  write: (value: number) => string;
  /** Name of a slot under the axis, and in full for those who hear it. */
  shortName: (slot: Slot) => string;
  spoken: (slot: Slot) => string;
  countLabel: string;
  /** Numbers that the axis must hold besides its own. */
  beside?: readonly number[];
  /** Where the series broke: what stands before and after is not the same thing. */
  broke?: readonly Broke[];
}

const height = 236;

/** Estimates over time with their intervals; below, how many answered. Walked with the arrow keys. */
export function TrendChart({ label, slots, bounds, chosen, onChoose, onOpen, write, shortName, spoken, countLabel, beside = [], broke = [] }: TrendChartProps) {
  const { ref, width } = useWidth();
  const axis = axisFor([...extent(slots), ...beside], bounds.min, bounds.max);
  const left = 12 + 7 * Math.max(...axis.ticks.map((v) => write(v).length));
  const picture: Picture = { width: Math.max(width, 120), height, left, bottom: 20, strip: 26 };
  const floor = height - picture.bottom - picture.strip - 10;
  const x = (i: number) => slotX(picture, slots.length, i);
  const y = (v: number) => 10 + ((axis.max - v) / (axis.max - axis.min)) * (floor - 10);
  const most = Math.max(1, ...slots.map((s) => s.figure?.n ?? 0));
  const bar = Math.min(14, Math.max(2, ((picture.width - left) / Math.max(slots.length, 1)) * 0.55));
  const here = slots[chosen];

  const walk = (event: KeyboardEvent) => {
    const to = { ArrowLeft: chosen - 1, ArrowRight: chosen + 1, Home: 0, End: slots.length - 1 }[event.key];
    if (event.key === 'Enter') onOpen();
    if (to === undefined) return;
    event.preventDefault();
    onChoose(Math.min(slots.length - 1, Math.max(0, to)));
  };
  const point = (event: MouseEvent) => {
    onChoose(slotAt(picture, slots.length, event.clientX - event.currentTarget.getBoundingClientRect().left));
  };

  return (
    <div
      ref={ref} className={`${classes.chart} ${classes.pointer}`} role="slider" tabIndex={0} aria-label={label}
      aria-valuemin={1} aria-valuemax={slots.length} aria-valuenow={chosen + 1} aria-valuetext={here ? spoken(here) : undefined}
      onKeyDown={walk} onPointerMove={point} onClick={point}
    >
      <svg width={picture.width} height={height} aria-hidden="true" data-picture>
        {axis.ticks.map((v) => (
          <g key={v}>
            <line className={classes.line} x1={left} x2={picture.width} y1={y(v)} y2={y(v)} />
            <text className={classes.text} x={left - 8} y={y(v) + 4} textAnchor="end">{write(v)}</text>
          </g>
        ))}
        {here && <line className={classes.chosen} x1={x(chosen)} x2={x(chosen)} y1={6} y2={height - picture.bottom} />}
        {broke.map((b) => {
          const at = x(b.slot) + (b.share - 0.5) * (x(1) - x(0));
          return <line key={at} className={classes.broke} x1={at} x2={at} y1={2} y2={floor} />;
        })}
        {runs(slots, broke).map((run) => (
          <polyline key={run[0]} className={classes.path} points={run.map((i) => `${x(i)},${y(slots[i]?.figure?.value ?? 0)}`).join(' ')} />
        ))}
        {slots.map((slot, i) => slot.figure && (
          <Mark key={slot.from} figure={slot.figure} x={x(i)} y={(v) => y(Math.min(axis.max, Math.max(axis.min, v)))} bar={bar} floor={floor} chosen={i === chosen} />
        ))}
        {slots.map((slot, i) => slot.figure && (
          <rect
            key={slot.from} className={classes.count} x={x(i) - bar / 2} width={bar}
            y={height - picture.bottom - (slot.figure.n / most) * picture.strip} height={(slot.figure.n / most) * picture.strip}
          />
        ))}
        <text className={classes.text} x={left - 8} y={height - picture.bottom - 2} textAnchor="end">{countLabel}</text>
        {named(picture, slots.length, 58).map((i) => {
          const slot = slots[i];
          return slot && (
            <text key={slot.from} className={classes.text} x={Math.min(x(i), picture.width - 24)} y={height - 4} textAnchor="middle">
              {shortName(slot)}
            </text>
          );
        })}
      </svg>
    </div>
  );
}

interface MarkProps {
  figure: NonNullable<Slot['figure']>;
  x: number;
  y: (value: number) => number;
  bar: number;
  floor: number;
  chosen: boolean;
}

// The interval as a pale square-ended bar with the estimate on it; too few
// answers for a figure are an open ring at the foot.
function Mark({ figure, x, y, bar, floor, chosen }: MarkProps) {
  const c = complete(figure);
  const dot = chosen ? classes.chosenDot : classes.dot;
  if (c) {
    return (
      <>
        <rect className={classes.interval} x={x - bar / 2} width={bar} y={y(c.high)} height={Math.max(1, y(c.low) - y(c.high))} />
        <circle className={dot} cx={x} cy={y(c.value)} r={chosen ? 4.5 : Math.min(3.2, bar / 1.6)} />
      </>
    );
  }
  if (figure.value !== null) return <circle className={classes.few} cx={x} cy={y(figure.value)} r="3" />;
  return <circle className={classes.few} cx={x} cy={floor - 4} r="3" />;
}
