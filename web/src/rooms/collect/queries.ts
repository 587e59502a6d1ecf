import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { Import, State } from './wire';

/** States in which the server is at work on an import. */
const busy: readonly State[] = ['waiting', 'running', 'undoing'];
export const isBusy = (state: State): boolean => busy.includes(state);

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['import', id],
    queryFn: () => body(api.GET('/api/imports/{id}', { params: { path: { id } } })),
    refetchInterval: (query) => (query.state.data && isBusy(query.state.data.state) ? 800 : false),
  });

export const importPages = infiniteQueryOptions({
  queryKey: ['imports'],
  queryFn: ({ pageParam }) => body(api.GET('/api/imports', { params: { query: { limit: 50, cursor: pageParam || undefined } } })),
  initialPageParam: '',
  getNextPageParam: (last) => last.next || undefined,
  refetchInterval: (query) => (query.state.data?.pages.some((p) => p.items.some((i) => isBusy(i.state))) ? 1500 : false),
});

export const previewQuery = (id: string) =>
  queryOptions({
    queryKey: ['import', id, 'preview'],
    queryFn: () => body(api.GET('/api/imports/{id}/preview', { params: { path: { id } } })),
    placeholderData: keepPreviousData,
  });

export const rejectPages = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['import', id, 'rejects'],
    queryFn: ({ pageParam }) => body(api.GET('/api/imports/{id}/rejects', { params: { path: { id }, query: { limit: 50, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });

export const programsQuery = queryOptions({
  queryKey: ['programs'],
  queryFn: () => body(api.GET('/api/programs', { params: { query: { limit: 200 } } })),
});

/** How much of an upload has been sent, 0 to 1. */
export type OnSent = (share: number) => void;

export const importTag = (item: Pick<Import, 'version'>) => `"${item.version}"`;
