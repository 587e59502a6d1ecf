import type { Format } from './format';

/** In what a figure is given: points of an NPS, a share of 0 to 1, a score on its scale. */
export type FigureUnit = 'points' | 'share' | 'score';

/** How numbers of a unit are written: NPS 61, share 27 %, score 4.31; one digit more where the interval is narrow. */
export function writer(format: Format, unit: FigureUnit, halfWidth = Infinity): (value: number) => string {
  if (unit === 'share') return (v) => format.percent(v, halfWidth < 0.01 ? 1 : 0);
  if (unit === 'points') return (v) => format.number(v, halfWidth < 1 ? 1 : 0);
  return (v) => format.number(v, halfWidth < 0.15 ? 2 : 1);
}
