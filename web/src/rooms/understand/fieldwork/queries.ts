import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { FieldworkSearch } from './search';

/** How a version of a survey goes; looked at again each half minute while it is on the screen. */
export const fieldworkQuery = (id: string, { version, factor }: FieldworkSearch) =>
  queryOptions({
    queryKey: ['fieldwork', id, version ?? 0, factor ?? 0],
    queryFn: () => body(api.GET('/api/surveys/{id}/fieldwork', { params: { path: { id }, query: { number: version, factor } } })),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });

/** Answers that are flagged, the newest first, page after page. */
export const doubtfulPages = (id: string, { version, factor, kind }: FieldworkSearch) =>
  infiniteQueryOptions({
    queryKey: ['fieldwork', id, version ?? 0, factor ?? 0, 'doubtful', kind ?? ''],
    queryFn: ({ pageParam }) => body(api.GET('/api/surveys/{id}/fieldwork/doubtful', { params: { path: { id }, query: { number: version, factor, kind, limit: 25, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });

/** Who answered of those invited who are in a segment, and of the others. */
export const fieldworkSegmentQuery = (id: string, segment: string, version?: number) =>
  queryOptions({
    queryKey: ['fieldwork', id, version ?? 0, 'segment', segment],
    queryFn: () => body(api.GET('/api/surveys/{id}/fieldwork/segments/{segment}', { params: { path: { id, segment }, query: { number: version } } })),
    enabled: segment !== '',
    retry: false,
  });

/** Segments by name to choose from. */
export const segmentChoicesQuery = queryOptions({ queryKey: ['segments', 'choice'], queryFn: () => body(api.GET('/api/segments', { params: { query: { limit: 200 } } })) });
