import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { components } from '@/api/schema';
import { metricQuery, type Filter } from '../filter/filter';

export type Ranking = components['schemas']['RankingResult'];
export type Ranked = components['schemas']['RankedFigure'];

/** The values of a key from best to worst, page after page. */
export const rankingPages = ({ measure, by, filter, weighted }: { measure: string; by: string; filter: Filter; weighted?: boolean }) =>
  infiniteQueryOptions({
    queryKey: ['ranking', measure, by, metricQuery(filter), weighted],
    queryFn: ({ pageParam }) => body(api.GET('/api/metrics/ranking', { params: { query: { measure, by, weighted, limit: 200, cursor: pageParam || undefined, ...metricQuery(filter) } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    placeholderData: keepPreviousData,
  });

export type Place = components['schemas']['PlaceResult'];

/** A unit beside the whole and beside units of its depth, as far as whoever asks may know of them. */
export const placeQuery = ({ measure, unit, filter, weighted }: { measure: string; unit: string; filter: Filter; weighted?: boolean }) =>
  queryOptions({
    queryKey: ['place', measure, unit, filter.from, filter.to, weighted],
    queryFn: () => body(api.GET('/api/metrics/place', { params: { query: { measure, unit, from: filter.from, to: filter.to, weighted } } })),
    placeholderData: keepPreviousData,
  });
