import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { Rule, Segment } from './wire';

/** Segments by name, page after page. */
export const segmentsPages = infiniteQueryOptions({
  queryKey: ['segments', 'list'],
  queryFn: ({ pageParam }) => body(api.GET('/api/segments', { params: { query: { limit: 50, cursor: pageParam || undefined } } })),
  initialPageParam: '',
  getNextPageParam: (last) => last.next || undefined,
});

export const segmentQuery = (id: string) =>
  queryOptions({ queryKey: ['segments', 'one', id], queryFn: () => body(api.GET('/api/segments/{id}', { params: { path: { id } } })) });

/** Segments that can be put back. */
export const removedSegmentsQuery = queryOptions({
  queryKey: ['segments', 'list', 'removed'],
  queryFn: () => body(api.GET('/api/segments', { params: { query: { removed: true } } })),
});

/** What conditions may name. */
export const fieldsQuery = queryOptions({
  queryKey: ['segment-fields'],
  queryFn: () => body(api.GET('/api/segment-fields')),
  staleTime: 60_000,
});

/** The size at the end of the last n months, the running one last. */
export const sizesQuery = (segment: Segment, n: number) =>
  queryOptions({
    queryKey: ['segments', 'sizes', segment.id, segment.version, n],
    queryFn: () => body(api.GET('/api/segments/{id}/sizes', { params: { path: { id: segment.id }, query: { period: 'month', n } } })),
    staleTime: 60_000,
  });

/** How many meet a rule that is being written; undefined while it is not whole. */
export const sizeQuery = (rule: Rule | undefined) =>
  queryOptions({
    queryKey: ['segment-size', rule],
    queryFn: () => body(api.POST('/api/segment-size', { body: { rule: rule ?? {} } })),
    enabled: rule !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
    meta: { quiet: true },
  });

/** Who is in a segment now, page after page. */
export const membersPages = (segment: Segment) =>
  infiniteQueryOptions({
    queryKey: ['segments', 'members', segment.id, segment.version],
    queryFn: ({ pageParam }) =>
      body(api.GET('/api/segments/{id}/customers', { params: { path: { id: segment.id }, query: { limit: 50, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });

export const unitsQuery = queryOptions({ queryKey: ['units'], queryFn: () => body(api.GET('/api/units')) });

export const accountsQuery = queryOptions({
  queryKey: ['accounts', 'choice'],
  queryFn: () => body(api.GET('/api/accounts', { params: { query: { limit: 200 } } })),
});

/** The measures of all programs. */
export const allMeasuresQuery = queryOptions({
  queryKey: ['measures', 'all'],
  queryFn: () => body(api.GET('/api/measures', { params: { query: { limit: 200 } } })),
});

const tag = (segment: Segment) => ({ 'If-Match': `"${segment.version}"` });

export interface Draft {
  name: string;
  rule: Rule;
  shared: boolean;
}

/** Making, changing and removing segments; the list follows. */
export function useSegmentChanges() {
  const client = useQueryClient();
  // Menus of figures and objectives list segments with what else they offer.
  const onSuccess = () => Promise.all([client.invalidateQueries({ queryKey: ['segments'] }), client.invalidateQueries({ queryKey: ['traits'] })]);
  return {
    create: useMutation({ mutationFn: (draft: Draft) => body(api.POST('/api/segments', { body: draft })), onSuccess }),
    change: useMutation({
      mutationFn: ({ segment, draft }: { segment: Segment; draft: Draft }) =>
        body(api.PATCH('/api/segments/{id}', { params: { path: { id: segment.id }, header: tag(segment) }, body: draft })),
      onSuccess,
      // Somebody else was first: what stands is read anew, so that the next try is made on it.
      onError: onSuccess,
    }),
    remove: useMutation({
      mutationFn: (segment: Segment) => body(api.DELETE('/api/segments/{id}', { params: { path: { id: segment.id }, header: tag(segment) } })),
      // The page of the segment is still open: only what lists it is read anew.
      onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: ['segments', 'list'] }), client.invalidateQueries({ queryKey: ['traits'] })]),
    }),
    restore: useMutation({ mutationFn: (id: string) => body(api.POST('/api/segments/{id}/restore', { params: { path: { id } } })), onSuccess }),
  };
}
