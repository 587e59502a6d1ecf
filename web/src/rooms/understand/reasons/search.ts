import { known, readFilter, text, type Filter } from '../filter/filter';

/** What the address of the shares of reasons says. */
export interface ReasonsSearch extends Filter {
  /** beside:MEASURE, a key to cut by, a length of periods, or all; the score given most often where left out. */
  by?: string;
}

/** Reads the address; what does not belong is dropped. */
export function readReasonsSearch(raw: Record<string, unknown>): ReasonsSearch {
  return known({ ...readFilter(raw), program: undefined, measure: undefined, score_min: undefined, score_max: undefined, by: text(raw.by) });
}

const mark = 'beside:';

/** The choice of groups by the score of a measure. */
export const besideOf = (measure: string) => mark + measure;

/** The measure by whose score an address groups, auto for the one answered most often, undefined for none. */
export function measureOf(by: string | undefined): string | undefined {
  if (by === undefined) return 'auto';
  return by.startsWith(mark) ? by.slice(mark.length) : undefined;
}
