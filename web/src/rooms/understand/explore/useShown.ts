import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { withCondition, type Filter } from '../filter/filter';
import type { Period } from '../periods';
import { changesQuery, metricPages, segmentPages } from '../queries';
import type { Trait } from '../wire';
import { ofChanges, ofMetric, ofSegments, ofTwo, type Shown } from './rows';
import type { UnderstandSearch } from './search';

interface Asked {
  measure: string;
  /** The search's filter with its period turned into days. */
  filter: Filter;
  search: UnderstandSearch;
  cuts: readonly Trait[];
}

/** What the screen shows, whichever of the server's figures it needs. */
export interface Found {
  shown?: Shown;
  error: unknown;
  /** Shows what was asked before, until the new figures are there. */
  stale: boolean;
  /** Fetches the next rows; absent where there are none. */
  more?: () => void;
  fetching: boolean;
  retry: () => void;
}

/** The period that two are compared by where none is chosen. */
export const comparedPeriod = (search: UnderstandSearch): Period => search.period ?? 'month';

// Numbers and days are cut into classes; single values of them would be too many.
const asked = (trait: Trait) => (trait.kind === 'number' || trait.kind === 'date' ? `${trait.key}.classes` : trait.key);

/** Asks for the figures of the search: by cuts and period, or compared. */
export function useShown({ measure, filter, search, cuts }: Asked): Found {
  const { weighted, compare, a = '', b = '' } = search;
  const named = cuts.map(({ key, label }) => ({ key, label }));
  const [first] = cuts;
  const two = compare === 'group' && first ? withCondition(filter, first.key, [a, b]) : filter;
  const metric = useInfiniteQuery({ ...metricPages({ measure, filter, weighted, period: search.period, by: cuts.map(asked) }), enabled: !compare });
  const changes = useQuery({ ...changesQuery({ measure, filter, weighted, period: comparedPeriod(search), by: cuts.map(asked) }), enabled: compare === 'before' });
  const segments = useInfiniteQuery({ ...segmentPages({ measure, filter: two, weighted, by: first ? [first.key] : [] }), enabled: (compare === 'rest' || compare === 'group') && !!first });
  if (compare === 'before') {
    const result = changes.data && { ...changes.data, changes: first ? changes.data.changes : [] };
    return { shown: result && ofChanges(result, named), error: changes.error, stale: changes.isPlaceholderData, fetching: changes.isFetching, retry: () => void changes.refetch() };
  }
  if (compare) {
    const pages = segments.data?.pages ?? [];
    const shown = compare === 'rest' ? ofSegments(pages, named) : pages[0] && ofTwo(pages[0], named, a);
    return { shown, error: segments.error, stale: segments.isPlaceholderData, ...pageOf(segments) };
  }
  return { shown: ofMetric(metric.data?.pages ?? []), error: metric.error, stale: metric.isPlaceholderData, ...pageOf(metric) };
}

interface Paged {
  hasNextPage: boolean;
  isFetching: boolean;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
}

const pageOf = (query: Paged): Pick<Found, 'more' | 'fetching' | 'retry'> => ({
  fetching: query.isFetching, more: query.hasNextPage ? () => void query.fetchNextPage() : undefined, retry: () => void query.refetch(),
});
