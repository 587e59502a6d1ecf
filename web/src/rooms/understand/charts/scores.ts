import type { Bin, MeasureInfo } from '../wire';

/** One score of the scale with how often it was given. */
export interface ScoreCount {
  score: number;
  label?: string;
  n: number;
}

type Scale = MeasureInfo['scale'];

/** Whether every score has words; where only the ends have, scores stay numbers. */
export const isWorded = ({ labels, min, max }: Scale) => Object.keys(labels ?? {}).length >= max - min + 1;

/** The words for a score in the reader's language, else as they are read in files; none where not every score has words. */
export function wordsOf(scale: Scale, score: number, reader: string): string | undefined {
  return isWorded(scale) ? (scale.words?.[reader]?.[String(score)] ?? scale.labels?.[String(score)]) : undefined;
}

/** What somebody answered, in the words of then; none where a number says it. */
export function saidOf(answer: { score?: number; choice?: string }, scale: Scale | undefined, reader: string): string | undefined {
  if (answer.score === undefined || !scale) return answer.choice || undefined;
  if (Object.keys(scale.labels ?? {}).length > 0 && !isWorded(scale)) return undefined;
  return answer.choice || wordsOf(scale, answer.score, reader);
}

/** Every score the scale has, those nobody gave too, in order, with their words in the reader's language. */
export function scoresOf(bins: readonly Bin[], measure: MeasureInfo, reader: string): ScoreCount[] {
  const counts = new Map(bins.map((b) => [b.score, b.n]));
  const { min, max } = measure.scale;
  const whole = Number.isInteger(min) && Number.isInteger(max) && max - min <= 20;
  const scores = new Set(counts.keys());
  if (whole) for (let s = min; s <= max; s++) scores.add(s);
  return [...scores].sort((a, b) => a - b).map((score) => ({ score, label: wordsOf(measure.scale, score, reader), n: counts.get(score) ?? 0 }));
}
