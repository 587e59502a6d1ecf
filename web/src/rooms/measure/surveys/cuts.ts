import type { components } from '@/api/schema';
import { freeCode, type Draft } from './draft';

type Schemas = components['schemas'];
export type CutClass = Schemas['QuestionnaireCutClass'];
export type Cut = Schemas['QuestionnaireCut'];

/** Something that a cut can be of: a hidden value, or a question with one choice or a number. */
export interface Source {
  code: string;
  label: string;
  /** Its classes are ranges of numbers. */
  numeric: boolean;
}

const numbers = ['scale', 'slider', 'number'];
const choices = ['choice', 'dropdown'];

export function sourcesOf(d: Draft): Source[] {
  const base = d.languages[0] ?? '';
  const hidden = (d.hidden ?? []).map((h) => ({ code: h.code, label: h.code, numeric: h.kind === 'number' }));
  const asked = d.pages.filter((p) => !p.loop).flatMap((p) => p.questions).filter((q) => [...numbers, ...choices].includes(q.kind))
    .map((q) => ({ code: q.code, label: q.text[base] || q.code, numeric: numbers.includes(q.kind) }));
  return [...hidden, ...asked];
}

/** The classes that a new cut begins with: those of the options, else two without words. */
export function classesOf(d: Draft, of: string): CutClass[] {
  const question = d.pages.flatMap((p) => p.questions).find((q) => q.code === of);
  if (question && choices.includes(question.kind) && (question.options?.length ?? 0) > 1) {
    return (question.options ?? []).slice(0, 12).map((o) => ({ code: o.code, label: { ...o.text }, values: [o.code] }));
  }
  const first = freeCode([], 'class');
  return [{ code: first, label: {} }, { code: freeCode([first], 'class'), label: {} }];
}
