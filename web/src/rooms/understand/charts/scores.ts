import type { Bin, MeasureInfo } from '../wire';

/** One score of the scale with how often it was given. */
export interface ScoreCount {
  score: number;
  label?: string;
  n: number;
}

/** Every score the scale has, those nobody gave too, in order. */
export function scoresOf(bins: readonly Bin[], measure: MeasureInfo): ScoreCount[] {
  const counts = new Map(bins.map((b) => [b.score, b.n]));
  const { min, max } = measure.scale;
  const whole = Number.isInteger(min) && Number.isInteger(max) && max - min <= 20;
  const scores = new Set(counts.keys());
  if (whole) for (let s = min; s <= max; s++) scores.add(s);
  return [...scores].sort((a, b) => a - b).map((score) => ({ score, label: measure.scale.labels?.[String(score)], n: counts.get(score) ?? 0 }));
}
