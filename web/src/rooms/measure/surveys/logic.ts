import type { components } from '@/api/schema';
import { allQuestions, freeCode, type Draft, type End, type Page, type Question } from './draft';

type Schemas = components['schemas'];

export type Branch = Schemas['QuestionnaireBranch'];
export type Loop = Schemas['QuestionnaireLoop'];
export type Hidden = Schemas['QuestionnaireHidden'];
export type Calculated = Schemas['QuestionnaireCalculated'];
export type Quota = Schemas['QuestionnaireQuota'];
export type Rule = Schemas['QuestionnaireRule'];
export type Score = Schemas['QuestionnaireScore'];

export const outcomes = ['complete', 'screened', 'quota_full'] as const;
export const valueKinds = ['text', 'number', 'bool'] as const;

/** A list with one of its items changed. */
export const changedAt = <T>(list: readonly T[], at: number, with_: Partial<T>): T[] => list.map((item, i) => (i === at ? { ...item, ...with_ } : item));

export const withoutAt = <T>(list: readonly T[], at: number): T[] => list.filter((_, i) => i !== at);

/** A list, or nothing where it is empty: the document leaves such lists out. */
export const orNone = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);

/** A code as the document takes it, of what somebody types. */
export const codeOf = (typed: string): string => typed.toLowerCase().replace(/[\s-]+/g, '_').replace(/[^a-z0-9_]/g, '').replace(/^[^a-z]+/, '').slice(0, 40);

/** A code of its own for a value: questions and values share one name space. */
export const freeValue = (d: Draft): string => freeCode([...allQuestions(d).map((q) => q.code), ...(d.hidden ?? []).map((h) => h.code), ...(d.calculated ?? []).map((c) => c.code)], 'value');

/** The end with which an outcome is told; made where there is none yet. */
export function withEnd(d: Draft, outcome: End['outcome']): { draft: Draft; end: string } {
  const end = d.ends.find((e) => e.outcome === outcome);
  if (end) return { draft: d, end: end.code };
  const code = freeCode(d.ends.map((e) => e.code), 'end');
  return { draft: { ...d, ends: [...d.ends, { code, outcome, title: {} }] }, end: code };
}

/** Where a page can lead on to: pages after it, and ends; as values of a list to choose from. */
export interface Target {
  value: string;
  page?: string;
  end?: string;
  /** Place of the page, from 1. */
  number?: number;
}

export const targetsOf = (d: Draft, from: number): Target[] => [
  ...d.pages.flatMap((p, i) => (i > from ? [{ value: `page ${p.code}`, page: p.code, number: i + 1 }] : [])),
  ...d.ends.map((e) => ({ value: `end ${e.code}`, end: e.code })),
];

export const targetValue = (b: Branch): string => (b.end ? `end ${b.end}` : `page ${b.page ?? ''}`);

/** Questions whose choices a page can be shown for: of several choices, on pages before it that are asked once. */
export const loopable = (d: Draft, page: number): Question[] => d.pages.slice(0, page).filter((p) => !p.loop).flatMap((p) => p.questions).filter((q) => q.kind === 'choices');

export const countsNumber = (kind: string) => ['scale', 'slider', 'number'].includes(kind);
export const countsOptions = (kind: string) => ['choice', 'choices', 'dropdown'].includes(kind);

/** A page is shown only if, for whom, and where it leads: how many of these are set. */
export const logicOf = (p: Page): number => (p.show_if ? 1 : 0) + (p.loop ? 1 : 0) + (p.branches?.length ?? 0);
