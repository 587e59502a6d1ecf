import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Filter } from '../filter/filter';
import type { Period } from '../periods';
import { changesQuery, metricPages } from '../queries';
import { ofChanges, ofMetric, type Shown } from './rows';
import type { UnderstandSearch } from './search';

interface Asked {
  measure: string;
  /** The search's filter with its period turned into days. */
  filter: Filter;
  search: UnderstandSearch;
  cuts: { key: string; label: string }[];
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

/** Asks for the figures of the search: by cuts and period, or compared. */
export function useShown({ measure, filter, search, cuts }: Asked): Found {
  const { weighted, compare } = search;
  const by = cuts.map((c) => c.key);
  const before = compare === 'before';
  const metric = useInfiniteQuery({ ...metricPages({ measure, filter, weighted, period: search.period, by }), enabled: !before });
  const changes = useQuery({ ...changesQuery({ measure, filter, weighted, period: comparedPeriod(search), by }), enabled: before });
  if (before) {
    return {
      shown: changes.data && ofChanges(changes.data, cuts), error: changes.error, stale: changes.isPlaceholderData, fetching: changes.isFetching,
      retry: () => void changes.refetch(),
    };
  }
  return {
    shown: ofMetric(metric.data?.pages ?? []), error: metric.error, stale: metric.isPlaceholderData, fetching: metric.isFetching,
    more: metric.hasNextPage ? () => void metric.fetchNextPage() : undefined, retry: () => void metric.refetch(),
  };
}
