import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { NewWeighting, Weighting } from './wire';

/** Weightings of a program by name, page after page. */
export const weightingPages = (program: string) =>
  infiniteQueryOptions({
    queryKey: ['weightings', program],
    queryFn: ({ pageParam }) => body(api.GET('/api/weightings', { params: { query: { program, limit: 100, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    enabled: program !== '',
    retry: false,
  });

export const weightingQuery = (id: string) =>
  queryOptions({ queryKey: ['weighting', id], queryFn: () => body(api.GET('/api/weightings/{id}', { params: { path: { id } } })), retry: false });

/** A weighting at work on a measure, of all answers or of one survey. */
export const madeQuery = (id: string, measure: string, survey?: string) =>
  queryOptions({
    queryKey: ['weighting', id, 'made', measure, survey ?? ''],
    queryFn: () => body(api.GET('/api/weightings/{id}/made', { params: { path: { id }, query: { measure, survey } } })),
    enabled: id !== '' && measure !== '',
    placeholderData: keepPreviousData,
    retry: false,
  });

/** Values of a key among answers and customers, to make classes of. */
export const valuesQuery = (program: string, key: string, segment: string) =>
  queryOptions({
    queryKey: ['weighting-values', program, key, segment],
    queryFn: () => body(api.GET('/api/weighting-values', { params: { query: { program, key, segment: segment || undefined } } })),
    enabled: key !== '',
    retry: false,
  });

/** Segments by name, whose customers may be counted alone. */
export const countedSegmentsQuery = queryOptions({ queryKey: ['segments', 'choice'], queryFn: () => body(api.GET('/api/segments', { params: { query: { limit: 200 } } })) });

const etag = (w: Weighting) => `"${w.version}"`;

/** Making, changing, counting again and removing; lists and figures follow. */
export function useWeightingChanges() {
  const client = useQueryClient();
  const onSuccess = async () => {
    await Promise.all([client.invalidateQueries({ queryKey: ['weightings'] }), client.invalidateQueries({ queryKey: ['weighting'] })]);
  };
  return {
    create: useMutation({ mutationFn: (draft: NewWeighting) => body(api.POST('/api/weightings', { body: draft })), onSuccess }),
    change: useMutation({
      mutationFn: ({ weighting, change }: { weighting: Weighting; change: Partial<Omit<NewWeighting, 'program_id'>> }) =>
        body(api.PATCH('/api/weightings/{id}', { params: { path: { id: weighting.id }, header: { 'If-Match': etag(weighting) } }, body: change })),
      onSuccess,
    }),
    remove: useMutation({
      mutationFn: (weighting: Weighting) => body(api.DELETE('/api/weightings/{id}', { params: { path: { id: weighting.id }, header: { 'If-Match': etag(weighting) } } })),
      onSuccess: () => client.invalidateQueries({ queryKey: ['weightings'] }),
    }),
  };
}
