import type { Intent, Measure, Scale } from '../wire';

/** What a form holds of a measure. */
export interface Draft {
  name: string;
  intent: Intent;
  touchpoint_id: string;
  /** By language, the languages of the form first. */
  wording: Record<string, string>;
  scale: { min: number | string; max: number | string; direction: Scale['direction'] };
  /** Words for scores, by language and score. */
  words: Record<string, Record<string, string>>;
  /** The scores that count as good. */
  good: number[];
  metric: Measure['metric'];
}

/** More points than this have no words of their own in the form. */
const mostPoints = 11;

/** The whole scores of a scale, none where it is longer than 11 points or no scale. */
export function pointsOf({ min, max }: Draft['scale']): number[] {
  if (typeof min !== 'number' || typeof max !== 'number' || !Number.isInteger(min) || !Number.isInteger(max)) return [];
  return max - min < 1 || max - min >= mostPoints ? [] : Array.from({ length: max - min + 1 }, (_, i) => min + i);
}

/** The language that the labels of a scale are in: one that it is worded in and has no other words for. */
export function baseOf(measure: Pick<Measure, 'wording' | 'scale'> | undefined, reader: string): string {
  const others = Object.keys(measure?.scale.words ?? {});
  const worded = Object.keys(measure?.wording ?? {}).filter((lang) => !others.includes(lang));
  if (worded.includes(reader)) return reader;
  return worded[0] ?? [reader, 'en', 'fr'].find((lang) => !others.includes(lang)) ?? reader;
}

/** The form of a measure, or of a new one, with a place for each language. */
export function draftOf(measure: Measure | undefined, reader: string): Draft {
  const base = baseOf(measure, reader);
  const languages = [...new Set([...(reader === 'fr' ? ['fr', 'en'] : ['en', 'fr']), ...Object.keys(measure?.wording ?? {}), ...Object.keys(measure?.scale.words ?? {})])];
  const scale = measure?.scale ?? { min: 1, max: 5, direction: 'up' as const, labels: {}, good: [4, 5] };
  return {
    name: measure?.name ?? '', intent: measure?.intent ?? 'satisfaction', touchpoint_id: measure?.touchpoint_id ?? '',
    wording: Object.fromEntries(languages.map((lang) => [lang, measure?.wording[lang] ?? ''])),
    scale: { min: scale.min, max: scale.max, direction: scale.direction },
    words: Object.fromEntries(languages.map((lang) => [lang, { ...(lang === base ? scale.labels : scale.words?.[lang]) }])),
    good: [...(scale.good ?? [])], metric: measure?.metric ?? 'share',
  };
}

const filled = (texts: Record<string, string>): Record<string, string> => Object.fromEntries(Object.entries(texts).map(([k, v]) => [k, v.trim()] as const).filter(([, v]) => v !== ''));

/** What is sent of a form: empty words are left out, and scores that lie outside the scale. */
export function bodyOf(draft: Draft, base: string) {
  const min = Number(draft.scale.min);
  const max = Number(draft.scale.max);
  const within = (texts: Record<string, string> = {}) => Object.fromEntries(Object.entries(filled(texts)).filter(([score]) => Number(score) >= min && Number(score) <= max));
  const words = Object.fromEntries(Object.entries(draft.words).filter(([lang]) => lang !== base).map(([lang, texts]) => [lang, within(texts)] as const).filter(([, texts]) => Object.keys(texts).length > 0));
  const scale: Scale = { min, max, direction: draft.scale.direction, labels: within(draft.words[base]), words, good: draft.good.filter((g) => g >= min && g <= max).sort((a, b) => a - b) };
  return { name: draft.name.trim(), intent: draft.intent, touchpoint_id: draft.touchpoint_id, wording: filled(draft.wording), scale, metric: draft.metric };
}

const sameTexts = (a: Record<string, string> = {}, b: Record<string, string> = {}) => {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((k) => a[k] === b[k]);
};

function sameScale(a: Scale, b: Scale): boolean {
  const languages = new Set([...Object.keys(a.words ?? {}), ...Object.keys(b.words ?? {})]);
  const good = (s: Scale) => [...(s.good ?? [])].sort((x, y) => x - y).join();
  return a.min === b.min && a.max === b.max && a.direction === b.direction && good(a) === good(b) && sameTexts(a.labels, b.labels)
    && [...languages].every((lang) => sameTexts(a.words?.[lang], b.words?.[lang]));
}

export type Broken = 'wording' | 'scale' | 'metric';

/** What of a change makes the series break. */
export function breaksOf(before: Measure, after: ReturnType<typeof bodyOf>): Broken[] {
  const broken: Broken[] = [];
  if (!sameTexts(before.wording, after.wording)) broken.push('wording');
  if (!sameScale(before.scale, after.scale)) broken.push('scale');
  if (before.metric !== after.metric) broken.push('metric');
  return broken;
}

/** What is sent of a change: that which would break the series only where it was changed. */
export function changeOf(before: Measure, after: ReturnType<typeof bodyOf>) {
  const broken = breaksOf(before, after);
  return {
    name: after.name, intent: after.intent, touchpoint_id: after.touchpoint_id,
    ...(broken.includes('wording') && { wording: after.wording }),
    ...(broken.includes('scale') && { scale: after.scale }),
    ...(broken.includes('metric') && { metric: after.metric }),
  };
}
