/** A linear scale of figures to places on a picture. */
export interface Axis {
  min: number;
  max: number;
  /** Where the lines with numbers stand. */
  ticks: number[];
}

const steps = [1, 2, 2.5, 5, 10];

/**
 * An axis round the given numbers with about four lines, that never leaves
 * [floor, ceiling], the ends of what the figure can be.
 */
export function axisFor(values: readonly number[], floor: number, ceiling: number): Axis {
  const least = (ceiling - floor) / 50;
  const high = Math.max(values.length > 0 ? Math.max(...values) : ceiling, floor + least);
  const low = Math.min(values.length > 0 ? Math.min(...values) : floor, high - least);
  const span = high - low;
  const rough = span / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (steps.find((s) => s * power >= rough) ?? 10) * power;
  const min = Math.max(floor, Math.floor(low / step + 1e-9) * step);
  const max = Math.min(ceiling, Math.ceil(high / step - 1e-9) * step);
  const ticks: number[] = [];
  for (let i = Math.ceil(min / step - 1e-9); i * step <= max + step * 1e-9; i++) ticks.push(Number((i * step).toPrecision(12)));
  return { min, max, ticks };
}
