import { known, readFilter, text, type Filter } from '../filter/filter';
import { periods, type Period } from '../periods';

/** What the address of the home says. */
export interface HomeSearch extends Filter {
  /** Length of the periods of the series; chosen by the span of the answers where left out. */
  period?: Period;
  /** The cut of the table, as a key of the filter. */
  cut?: string;
  weighted?: boolean;
  /** The saved view that was opened. */
  view?: string;
}

/** Reads the home's address; what does not belong is dropped. */
export function readHomeSearch(raw: Record<string, unknown>): HomeSearch {
  return known({
    ...readFilter(raw),
    period: periods.find((p) => p === raw.period),
    cut: text(raw.cut),
    weighted: raw.weighted === true || raw.weighted === 'true' ? true : undefined,
    view: text(raw.view),
  });
}

/** Leaves the home's own settings out: what a list of answers can be narrowed by. */
export function filterOf(search: HomeSearch): Filter {
  return readFilter(search as Record<string, unknown>);
}
