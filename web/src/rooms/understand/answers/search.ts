import { known, readFilter, text } from '../filter/filter';
import type { AnswersFilter } from './queries';

/** What the address of the answers says. */
export interface AnswersSearch extends AnswersFilter {
  /** The saved view that was opened. */
  view?: string;
}

/** Reads the address of the answers; what does not belong is dropped. */
export function readAnswersSearch(raw: Record<string, unknown>): AnswersSearch {
  return known({
    ...readFilter(raw),
    q: text(raw.q),
    has_text: raw.has_text === true || raw.has_text === 'true' ? true : undefined,
    import: text(raw.import),
    view: text(raw.view),
  });
}
