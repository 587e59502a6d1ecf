import { known, readFilter, text, type Filter } from '../filter/filter';
import { periods, type Period } from '../periods';

/** What figures are compared with: all other answers, one other group, or the period before. */
export const comparisons = ['rest', 'group', 'before'] as const;
export type Comparison = (typeof comparisons)[number];

/** What rows are sorted by; a minus in front puts the largest first. */
export const orders = ['name', 'value', 'n', 'difference'] as const;
export type Order = (typeof orders)[number];

/** What the address of the Understand screen says: all of its state. */
export interface UnderstandSearch extends Filter {
  /** Up to two keys to cut by; "none" for no cut, left out for the first that there is. */
  by?: string[];
  /** Length of the periods of a series, or of the two that are compared. */
  period?: Period;
  weighted?: boolean;
  compare?: Comparison;
  /** The two groups beside each other, as values of the first cut; "" is "no value". */
  a?: string;
  b?: string;
  show?: 'table';
  sort?: `${'' | '-'}${Order}`;
  /** The saved view that was opened. */
  view?: string;
}

/** No cut, said in the address, since no word means the first that there is. */
export const noCut = 'none';
const mostCuts = 2;

const yes = (value: unknown) => (value === true || value === 'true' ? true : undefined);
const maybeEmpty = (value: unknown) => (typeof value === 'number' ? String(value) : typeof value === 'string' ? value : undefined);

/** Reads the screen's address; what does not belong is dropped. */
export function readUnderstandSearch(raw: Record<string, unknown>): UnderstandSearch {
  const list = (Array.isArray(raw.by) ? raw.by : [raw.by]).filter((k): k is string => typeof k === 'string' && k !== '');
  const by = [...new Set(list)].slice(0, mostCuts);
  const sort = text(raw.sort);
  const compare = comparisons.find((c) => c === raw.compare);
  return known({
    ...readFilter(raw),
    by: by.length > 0 ? by : undefined,
    period: periods.find((p) => p === raw.period),
    weighted: yes(raw.weighted),
    compare,
    a: compare === 'group' ? maybeEmpty(raw.a) : undefined,
    b: compare === 'group' ? maybeEmpty(raw.b) : undefined,
    show: raw.show === 'table' ? ('table' as const) : undefined,
    sort: orders.some((o) => sort === o || sort === `-${o}`) ? (sort as UnderstandSearch['sort']) : undefined,
    view: text(raw.view),
  });
}

/** A sort as its two parts. */
export function sortingOf(sort: UnderstandSearch['sort']): { by: Order; down: boolean } | undefined {
  if (!sort) return undefined;
  const down = sort.startsWith('-');
  return { by: (down ? sort.slice(1) : sort) as Order, down };
}

/** The order asked for, else time and classes in theirs, else the best first. */
export function sortingFor({ sort, compare }: UnderstandSearch, { inOrder, down }: { inOrder: boolean; down: boolean }): { by: Order; down: boolean } {
  const chosen = sortingOf(sort);
  if (chosen && (chosen.by !== 'difference' || compare)) return chosen;
  return inOrder ? { by: 'name', down: false } : { by: 'value', down };
}
