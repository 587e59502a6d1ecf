import type { Candidate, Quota } from './queries';

/** Whether somebody can be asked at all: known, not asked already, and not further up in the list. */
export const askable = (c: Candidate) => !c.problem && !c.there && !c.double;

/** Each group with how many would be asked of it, those chosen among them. */
export function withChosen(quotas: readonly Quota[], list: readonly Candidate[], chosen: ReadonlySet<number>) {
  return quotas.map((q, g) => ({ quota: q, asked: q.planned + list.filter((c, n) => chosen.has(n) && c.group === g).length }));
}

/** Those that are proposed, by their places in the list. */
export const proposed = (list: readonly Candidate[]): ReadonlySet<number> => new Set(list.flatMap((c, n) => (c.take ? [n] : [])));

/** How many cannot be asked, by why. */
export function leftOut(list: readonly Candidate[]) {
  const count = (is: (c: Candidate) => boolean) => list.filter(is).length;
  return { there: count((c) => !c.problem && !!c.there), double: count((c) => !c.problem && !c.there && !!c.double), unknown: count((c) => !!c.problem) };
}
