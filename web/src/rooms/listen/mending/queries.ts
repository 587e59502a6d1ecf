import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { components } from '@/api/schema';

export type Mend = components['schemas']['Mend'];
export type Speaks = components['schemas']['Speaks'];

export const speakersQuery = (id: string) =>
  queryOptions({ queryKey: ['speakers', id], queryFn: () => body(api.GET('/api/documents/{id}/speakers', { params: { path: { id } } })) });

export const mendsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['mends', id],
    queryFn: ({ pageParam }) => body(api.GET('/api/documents/{id}/mends', { params: { path: { id }, query: { cursor: pageParam, limit: 20 } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  });

/** What mends a document; its lines, speakers and history follow. */
export function useMends(id: string) {
  const client = useQueryClient();
  const keys = ['speakers', 'mends', 'masking-lines', 'document', 'documents', 'interview'];
  const onSettled = () => Promise.all(keys.map((key) => client.invalidateQueries({ queryKey: [key] }))).then(() => undefined);
  const path = { path: { id } };
  return {
    speakers: useMutation({
      mutationFn: (speakers: Pick<Speaks, 'name' | 'as' | 'interviewer'>[]) => body(api.PUT('/api/documents/{id}/speakers', { params: path, body: { speakers } })), onSettled,
    }),
    lines: useMutation({
      mutationFn: (run: { from_n: number; to_n: number; speaker: string; interviewer?: boolean }) => body(api.PUT('/api/documents/{id}/lines', { params: path, body: run })), onSettled,
    }),
    times: useMutation({
      mutationFn: (shift: { from_n: number; to_n?: number; by_us: number }) => body(api.PUT('/api/documents/{id}/times', { params: path, body: shift })), onSettled,
    }),
    undo: useMutation({
      mutationFn: (mend: string) => body(api.DELETE('/api/documents/{id}/mends/{mend}', { params: { path: { id, mend } } })), onSettled,
    }),
  };
}

export type MendChanges = ReturnType<typeof useMends>;
