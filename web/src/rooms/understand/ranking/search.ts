import { known, readFilter, text, type Filter } from '../filter/filter';

/** What the addresses of the ranking and of a place say. */
export interface RankingSearch extends Filter {
  /** The key whose values are ranked; units where left out. */
  by?: string;
  /** The place, as a value of the key. */
  value?: string;
  weighted?: boolean;
}

/** Reads the address; what does not belong is dropped. */
export function readRankingSearch(raw: Record<string, unknown>): RankingSearch {
  return known({
    ...readFilter(raw), by: text(raw.by), value: text(raw.value),
    weighted: raw.weighted === true || raw.weighted === 'true' ? true : undefined,
  });
}
