import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { withCondition, type Filter } from '../filter/filter';
import type { Period } from '../periods';
import { allRows, changesQuery, metricPages, segmentPages } from '../queries';
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
  /** The same with every row there is, asked for anew where the screen does not have them all. */
  whole: () => Promise<Shown | undefined>;
}

/** The period that two are compared by where none is chosen. */
export const comparedPeriod = (search: UnderstandSearch): Period => search.period ?? 'month';

// Numbers and days are cut into classes; single values of them would be too many.
const asked = (trait: Trait) => (trait.kind === 'number' || trait.kind === 'date' ? `${trait.key}.classes` : trait.key);

/** Asks for the figures of the search: by cuts and period, or compared. */
export function useShown({ measure, filter, search, cuts }: Asked): Found {
  const client = useQueryClient();
  const { weighted, a = '', b = '' } = search;
  const named = cuts.map(({ key, label }) => ({ key, label }));
  const [first] = cuts;
  const compare = first || search.compare === 'before' ? search.compare : undefined;
  const two = compare === 'group' && first ? withCondition(filter, first.key, [a, b]) : filter;
  const metricPagesOf = (limit?: number) => metricPages({ measure, filter, weighted, period: search.period, by: cuts.map(asked), limit });
  const changesOf = (limit?: number) => changesQuery({ measure, filter, weighted, period: comparedPeriod(search), by: cuts.map(asked), limit });
  const segmentsOf = (limit?: number) => segmentPages({ measure, filter: two, weighted, by: cuts.map((c) => c.key), limit });
  const metric = useInfiniteQuery({ ...metricPagesOf(), enabled: !compare });
  const changes = useQuery({ ...changesOf(), enabled: compare === 'before' });
  const segments = useInfiniteQuery({ ...segmentsOf(), enabled: compare === 'rest' || compare === 'group' });
  const wholeOf = (shown: Shown | undefined, ask: () => Promise<Shown | undefined>) => async () => (shown && shown.rows.length < shown.count ? await ask() : shown);
  if (compare === 'before') {
    const shown = changes.data && ofChanges(changes.data, named);
    const whole = wholeOf(shown, async () => ofChanges(await client.fetchQuery({ ...changesOf(allRows), gcTime: 0 }), named));
    return { shown, error: changes.error, stale: changes.isPlaceholderData, fetching: changes.isFetching, retry: () => void changes.refetch(), whole };
  }
  if (compare) {
    const pages = segments.data?.pages ?? [];
    const shown = compare === 'rest' ? ofSegments(pages, named) : pages[0] && ofTwo(pages[0], named, a);
    const whole = wholeOf(shown, async () => ofSegments((await client.fetchInfiniteQuery({ ...segmentsOf(allRows), gcTime: 0 })).pages, named));
    return { shown, error: segments.error, stale: segments.isPlaceholderData, ...pageOf(segments), whole };
  }
  const shown = ofMetric(metric.data?.pages ?? []);
  const whole = wholeOf(shown, async () => ofMetric((await client.fetchInfiniteQuery({ ...metricPagesOf(allRows), gcTime: 0 })).pages));
  return { shown, error: metric.error, stale: metric.isPlaceholderData, ...pageOf(metric), whole };
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
