import type { Class, Value } from './wire';

/** A trait as it is put together: which value stands with which, and typed shares in percent by the value a class is named after. */
export interface Draft {
  key: string;
  /** The value each value stands with, itself where it stands alone, '' where it is left out. */
  with: Record<string, string>;
  percent: Record<string, number | ''>;
}

export const emptyDraft: Draft = { key: '', with: {}, percent: {} };

/** As many classes as a trait has at most; rarer values are put together with the last. */
const most = 30;

/** Each value alone, the rarest together where they are too many. */
export function alone(key: string, values: readonly Value[]): Draft {
  const last = values[most - 1]?.value ?? '';
  return { key, with: Object.fromEntries(values.map((v, i) => [v.value, i < most ? v.value : last])), percent: {} };
}

/** The values that classes are named after, in the order of the values. */
export const leaders = (draft: Draft, values: readonly Value[]): string[] => values.map((v) => v.value).filter((v) => draft.with[v] === v);

/** Puts a value with another, alone ('itself') or nowhere (''); who stood with it stands alone then. */
export function put(draft: Draft, value: string, to: string): Draft {
  const own = draft.with[value] === value && to !== value;
  const next = Object.fromEntries(Object.entries(draft.with).map(([v, leader]) => [v, own && leader === value && v !== value ? v : leader]));
  return { ...draft, with: { ...next, [value]: to } };
}

/** The classes of a draft, as the server takes them. */
export function classesOf(draft: Draft, values: readonly Value[], list: (names: string[]) => string): Class[] {
  return leaders(draft, values).map((leader) => {
    const own = values.filter((v) => draft.with[v.value] === leader);
    const percent = draft.percent[leader];
    return { name: list(own.map((v) => v.label)).slice(0, 120), values: own.map((v) => v.value), share: typeof percent === 'number' ? percent / 100 : 0 };
  });
}

/** The draft of a trait that was saved. Values that nobody has any more keep their class. */
export function draftOf(key: string, classes: readonly Class[], values: readonly Value[]): Draft {
  const draft: Draft = { key, with: Object.fromEntries(values.map((v) => [v.value, ''])), percent: {} };
  for (const c of classes) {
    const leader = values.find((v) => c.values.includes(v.value))?.value;
    if (leader === undefined) continue;
    for (const v of c.values) if (v in draft.with) draft.with[v] = leader;
    draft.percent[leader] = Math.round((c.share ?? 0) * 1000) / 10;
  }
  return draft;
}

/** The sum of typed shares in percent. */
export const summed = (draft: Draft, values: readonly Value[]): number => leaders(draft, values).reduce((sum, v) => sum + (Number(draft.percent[v]) || 0), 0);
