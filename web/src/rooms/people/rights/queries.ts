import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { components } from '@/api/schema';

export type Right = components['schemas']['Right'];
export type RightKind = Right['kind'];
export type Way = NonNullable<Right['came_by']>;
export type Refusal = components['schemas']['RefuseInputBody']['reason'];

export const kinds = ['export', 'erase', 'restrict', 'release'] as const satisfies readonly RightKind[];
export const ways = ['mail', 'phone', 'letter', 'visit', 'form'] as const satisfies readonly Way[];
export const grounds = ['identity', 'excessive', 'must_keep', 'claims', 'others'] as const satisfies readonly Refusal[];

/** The log of rights, newest first; or what is not answered yet, what is due first. */
export const rightsPages = (open: boolean) =>
  infiniteQueryOptions({
    queryKey: ['rights', open],
    queryFn: ({ pageParam }) => body(api.GET('/api/rights', { params: { query: { open: open || undefined, limit: 50, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });

/** How many requests stand how. */
export const rightCountsQuery = queryOptions({ queryKey: ['rights', 'counts'], queryFn: () => body(api.GET('/api/rights-counts')) });

/** After an answer everything about the person may differ. */
export function useAnswered() {
  const cache = useQueryClient();
  return () => cache.invalidateQueries();
}

/** A day of a form as the instant that is kept: noon, so that it stays on its day nearly everywhere. */
export const instantOf = (day: string) => (day ? `${day}T12:00:00Z` : undefined);

export const matching = (right: Right) => ({ 'If-Match': `"${right.version}"` });
