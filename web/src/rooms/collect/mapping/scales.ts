import type { ColumnProfile, Scale, ScoreMapping } from '../wire';

/** Scales that are offered by name. */
export const presets = ['0_10', '1_5', '1_7', '1_10', 'yes_no', 'labels', 'numbers'] as const;
export type Preset = (typeof presets)[number];

const spans: Partial<Record<Preset, [number, number]>> = { '0_10': [0, 10], '1_5': [1, 5], '1_7': [1, 7], '1_10': [1, 10] };

const whole = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** Every score of a scale, where they can be listed. */
export function scoresOf(scale: Scale): number[] {
  const { min, max } = scale;
  return Number.isInteger(min) && Number.isInteger(max) && max - min <= 20 ? whole(min, max) : [];
}

/** Whether answers are given in words, each of which stands for a score. */
export function isWorded(scale: Scale): boolean {
  const scores = scoresOf(scale);
  return scores.length > 0 && scores.every((s) => scale.labels?.[String(s)] !== undefined);
}

/** The name of a scale. */
export function presetOf(scale: Scale): Preset {
  if (isWorded(scale)) return scale.min === 0 && scale.max === 1 ? 'yes_no' : 'labels';
  const found = presets.find((p) => spans[p]?.[0] === scale.min && spans[p]?.[1] === scale.max);
  return found ?? 'numbers';
}

// The top two points count as good, the top one on scales shorter than five.
function topOf(min: number, max: number): number[] {
  return max - min >= 4 ? [max - 1, max] : [max];
}

/** The scale of a name for this column; words and bounds are taken from its values. */
export function scaleFor(preset: Preset, column: ColumnProfile): Scale {
  const span = spans[preset];
  if (span) return { min: span[0], max: span[1], direction: 'up', labels: {}, good: topOf(...span) };
  if (preset === 'numbers') {
    const [min, max] = [Math.floor(column.min ?? 0), Math.ceil(column.max ?? 100)];
    return { min, max: Math.max(max, min + 1), direction: 'up', labels: {}, good: [] };
  }
  const words = column.values.map((v) => v.value).filter((v) => v.trim() !== '');
  if (preset === 'yes_no') return { min: 0, max: 1, direction: 'up', labels: { '0': words[1] ?? 'No', '1': words[0] ?? 'Yes' }, good: [1] };
  const listed = (words.length > 0 ? words : ['No', 'Yes']).slice(0, 20);
  return { min: 1, max: listed.length, direction: 'up', labels: Object.fromEntries(listed.map((w, i) => [String(i + 1), w])), good: [listed.length] };
}

/** Turns the good end of a scale round. */
export function withDirection(scale: Scale, direction: 'up' | 'down'): Scale {
  if (scale.direction === direction) return scale;
  const good = isWorded(scale) ? scale.good : (scale.good ?? []).map((s) => scale.min + scale.max - s).sort((a, b) => a - b);
  return { ...scale, direction, good };
}

/** Moves the words of a score one place up or down the scale; what counts as good moves along. */
export function moveWord(scale: Scale, score: number, step: 1 | -1): Scale {
  const to = score + step;
  if (to < scale.min || to > scale.max) return scale;
  const labels = { ...scale.labels, [String(score)]: scale.labels?.[String(to)] ?? '', [String(to)]: scale.labels?.[String(score)] ?? '' };
  const good = (scale.good ?? []).map((s) => (s === score ? to : s === to ? score : s)).sort((a, b) => a - b);
  return { ...scale, labels, good };
}

/** Figures that make sense on a scale. */
export function metricsFor(scale: Scale): ScoreMapping['metric'][] {
  const preset = presetOf(scale);
  if (preset === '0_10') return ['nps', 'share', 'mean'];
  if (preset === 'yes_no') return ['share'];
  if (preset === 'numbers' && scoresOf(scale).length === 0) return ['mean'];
  return ['share', 'mean'];
}

/** A score's measure on another scale, with a metric and good scores that fit it. */
export function withScale(score: ScoreMapping, scale: Scale): ScoreMapping {
  const metrics = metricsFor(scale);
  const metric = metrics.includes(score.metric) ? score.metric : (metrics[0] ?? 'mean');
  return { ...score, scale, metric, measure_id: undefined };
}
