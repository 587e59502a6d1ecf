import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { metricQuery, type Filter } from './filter/filter';
import type { Period } from './periods';

export const programsQuery = queryOptions({
  queryKey: ['programs'],
  queryFn: () => body(api.GET('/api/programs', { params: { query: { limit: 200 } } })),
});

export const measuresQuery = (program: string) =>
  queryOptions({
    queryKey: ['measures', program],
    queryFn: () => body(api.GET('/api/measures', { params: { query: { program_id: program, limit: 200 } } })),
  });

export const traitsQuery = (program: string, measure?: string) =>
  queryOptions({
    queryKey: ['traits', program, measure],
    queryFn: () => body(api.GET('/api/traits', { params: { query: { program, measure } } })),
  });

interface Asked {
  measure: string;
  filter: Filter;
  weighted?: boolean;
}

/** The metric itself, or by period, or by one cut. */
export const metricQueryOptions = ({ measure, filter, weighted, period = 'none', by }: Asked & { period?: Period | 'none'; by?: string }) =>
  queryOptions({
    queryKey: ['metrics', measure, metricQuery(filter), weighted, period, by],
    queryFn: () =>
      body(api.GET('/api/metrics', {
        params: { query: { measure, period, by: by ? [by] : undefined, weighted, limit: 200, ...metricQuery(filter) } },
      })),
    placeholderData: keepPreviousData,
  });

/** More rows than any question has: with this limit one page holds them all, of one moment. */
export const allRows = 100_000;
const onePage = 200;

/** All cells of a cut or a series, page after page. */
export const metricPages = ({ measure, filter, weighted, period = 'none', by, limit = onePage }: Asked & { period?: Period | 'none'; by?: readonly string[]; limit?: number }) =>
  infiniteQueryOptions({
    queryKey: ['metric-pages', measure, metricQuery(filter), weighted, period, by, limit],
    queryFn: ({ pageParam }) =>
      body(api.GET('/api/metrics', {
        params: { query: { measure, period, by: by && [...by], weighted, limit, cursor: pageParam || undefined, ...metricQuery(filter) } },
      })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    placeholderData: keepPreviousData,
  });

/** The last whole period beside the one before it; a first day would cut one of them, so only the last day holds. Keys that are named are crossed. */
export const changesQuery = ({ measure, filter, weighted, period, by, limit = by ? 500 : 100 }: Asked & { period: Period; by?: readonly string[]; limit?: number }) => {
  const asked = { ...metricQuery(filter), from: undefined };
  return queryOptions({
    queryKey: ['changes', measure, asked, weighted, period, by, limit],
    queryFn: () => body(api.GET('/api/metrics/changes', { params: { query: { measure, period, weighted, by: by && [...by], cross: by && true, limit, ...asked } } })),
    placeholderData: keepPreviousData,
  });
};

/** Where a metric differs: each value of each key against all other answers, page after page; all keys where none are named, else those crossed. */
export const segmentPages = ({ measure, filter, weighted, by, limit = onePage }: Asked & { by?: readonly string[]; limit?: number }) =>
  infiniteQueryOptions({
    queryKey: ['segments', measure, metricQuery(filter), weighted, by, limit],
    queryFn: ({ pageParam }) =>
      body(api.GET('/api/metrics/segments', {
        params: { query: { measure, by: by && [...by], cross: by && true, weighted, limit, cursor: pageParam || undefined, ...metricQuery(filter) } },
      })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    placeholderData: keepPreviousData,
  });
