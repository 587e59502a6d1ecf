import { known, readFilter, text, type Filter } from '../filter/filter';
import type { Period } from '../periods';

/** What the address of a best-worst question's results says. */
export interface ChoicesSearch extends Filter {
  question?: string;
  /** A key to cut by, or a length of periods. */
  by?: string;
}

/** The lengths of periods that results are cut by. */
export const lengths = ['month', 'quarter', 'year'] as const satisfies readonly Period[];

/** Reads the address; what does not belong is dropped. */
export function readChoicesSearch(raw: Record<string, unknown>): ChoicesSearch {
  return known({ ...readFilter(raw), program: undefined, measure: undefined, score_min: undefined, score_max: undefined, question: text(raw.question), by: text(raw.by) });
}

/** The length of periods that an address cuts by, if it is one. */
export const lengthOf = (by: string | undefined) => lengths.find((l) => l === by);
