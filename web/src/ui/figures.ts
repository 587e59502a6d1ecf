import type { Format } from '@/format/format';
import type { components } from '@/api/schema';

type Figure = components['schemas']['Figure'];
type MeasureInfo = components['schemas']['MeasureInfo'];

/** Ends of what a figure of this measure can be. */
export function boundsOf(measure: MeasureInfo): { min: number; max: number } {
  if (measure.unit === 'points') return { min: -100, max: 100 };
  if (measure.unit === 'share') return { min: 0, max: 1 };
  return { min: measure.scale.min, max: measure.scale.max };
}

type Unit = Figure['unit'];

/** How numbers of a unit are written: NPS 61, share 27 %, score 4.31; one digit more where the interval is narrow. */
export function writer(format: Format, unit: Unit, halfWidth = Infinity): (value: number) => string {
  if (unit === 'share') return (v) => format.percent(v, halfWidth < 0.01 ? 1 : 0);
  if (unit === 'points') return (v) => format.number(v, halfWidth < 1 ? 1 : 0);
  return (v) => format.number(v, halfWidth < 0.15 ? 2 : 1);
}

// Digits after the point that a round number of an axis has.
const digitsOf = (v: number) => [0, 1, 2].find((d) => Math.abs(v * 10 ** d - Math.round(v * 10 ** d)) < 1e-9) ?? 3;

/** How ends and lines of an axis are written: no digit more than they have. */
export function endWriter(format: Format, unit: Unit): (value: number) => string {
  if (unit === 'share') return (v) => format.percent(v, digitsOf(v * 100));
  return (v) => format.number(v, digitsOf(v));
}

/** How differences are written, with its sign; shares in percentage points, unit left to the words beside it. */
export function differenceWriter(format: Format, unit: Unit, halfWidth = Infinity): (value: number) => string {
  if (unit === 'share') return (v) => format.signed(v * 100, halfWidth < 0.01 ? 1 : 0);
  if (unit === 'points') return (v) => format.signed(v, halfWidth < 1 ? 1 : 0);
  return (v) => format.signed(v, halfWidth < 0.15 ? 2 : 1);
}

/** How ends and lines of an axis of differences are written. */
export function differenceEndWriter(format: Format, unit: Unit): (value: number) => string {
  const scale = unit === 'share' ? 100 : 1;
  return (v) => format.signed(v * scale, digitsOf(v * scale));
}

/** A figure whose value and interval are all there. */
export interface Complete {
  value: number;
  low: number;
  high: number;
}

/** The numbers of a figure, or undefined where one is missing. */
export function complete(figure: Pick<Figure, 'value' | 'low' | 'high'>): Complete | undefined {
  const { value, low, high } = figure;
  return value === null || low === null || high === null ? undefined : { value, low, high };
}

/** Half the interval, for how many digits make sense. */
export const halfWidth = (c: Complete): number => (c.high - c.low) / 2;

/** A q for people: "q < 0.001" or "q = 0.03". */
export function writeQ(format: Format, q: number): string {
  return q < 0.001 ? `< ${format.number(0.001, 3)}` : `= ${format.number(q, q < 0.1 ? 3 : 2)}`;
}
