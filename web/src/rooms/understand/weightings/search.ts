import { known, text } from '../filter/filter';

/** What the address of weightings says: whose, and on which measure one is shown. */
export interface WeightingSearch {
  program?: string;
  measure?: string;
}

/** Reads the address; what does not belong is dropped. */
export function readWeightingSearch(raw: Record<string, unknown>): WeightingSearch {
  return known({ program: text(raw.program), measure: text(raw.measure) });
}
