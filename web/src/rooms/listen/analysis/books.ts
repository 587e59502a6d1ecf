import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { components } from '@/api/schema';
import type { Code, Family } from '../coding/wire';

export type CodeChange = components['schemas']['CodeChange'];

export type CodeFile = components['schemas']['CodeFile'];
export type CodeRow = components['schemas']['CodeRow'];

// The file goes as it is.
const sent = (id: string, file: File) => ({
  params: { path: { id }, query: { name: file.name } }, body: file as unknown as string, bodySerializer: (raw: unknown) => raw as BodyInit, headers: { 'Content-Type': 'application/octet-stream' },
});

/** What each row of a file of codes would come to; nothing is kept. */
export const previewCodes = (id: string, file: File) => body(api.POST('/api/codebooks/{id}/file/preview', sent(id, file)));

export const openBookQuery = (id: string) => queryOptions({ queryKey: ['codebook', id], queryFn: () => body(api.GET('/api/codebooks/{id}', { params: { path: { id } } })) });

export const historyQuery = (id: string, code: string) =>
  infiniteQueryOptions({
    queryKey: ['codebook', id, 'history', code],
    queryFn: ({ pageParam }) => body(api.GET('/api/codebooks/{id}/history', { params: { path: { id }, query: { code, cursor: pageParam, limit: 20 } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last?.next,
  });

/** The passages that carry a code, over the studies of which one is a researcher. */
export const passagesQuery = (id: string, code: string) =>
  infiniteQueryOptions({
    queryKey: ['codebook', id, 'passages', code],
    queryFn: ({ pageParam }) => body(api.GET('/api/codebooks/{id}/codes/{code}/passages', { params: { path: { id, code }, query: { cursor: pageParam, limit: 50 } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
  });

const tag = (item: { version: number }) => ({ 'If-Match': `"${item.version}"` });

/** What may be changed of a code. */
export type CodeTexts = Partial<Pick<Code, 'name' | 'definition' | 'use_when' | 'not_when' | 'example' | 'family_id' | 'position'>>;

/** Every change of a codebook; afterwards it, and whatever counts by it, is asked for anew. */
export function useBook(id: string) {
  const client = useQueryClient();
  const onSettled = () => Promise.all([client.invalidateQueries({ queryKey: ['codebook', id] }), client.invalidateQueries({ queryKey: ['study'] })]);
  const at = (code: Code) => ({ params: { path: { id, code: code.id }, header: tag(code) } });
  return {
    addFamily: useMutation({ mutationFn: (f: { name: string; colour?: Family['colour'] }) => body(api.POST('/api/codebooks/{id}/families', { params: { path: { id } }, body: f })), onSettled }),
    changeFamily: useMutation({
      mutationFn: ({ family, ...change }: { family: Family; name?: string; colour?: Family['colour']; position?: number }) =>
        body(api.PATCH('/api/codebooks/{id}/families/{family}', { params: { path: { id, family: family.id }, header: tag(family) }, body: change })),
      onSettled,
    }),
    removeFamily: useMutation({ mutationFn: (family: string) => body(api.DELETE('/api/codebooks/{id}/families/{family}', { params: { path: { id, family } } })), onSettled }),
    addCode: useMutation({ mutationFn: (c: { name: string; family_id?: string; definition?: string }) => body(api.POST('/api/codebooks/{id}/codes', { params: { path: { id } }, body: c })), onSettled }),
    changeCode: useMutation({ mutationFn: ({ code, change }: { code: Code; change: CodeTexts }) => body(api.PATCH('/api/codebooks/{id}/codes/{code}', { ...at(code), body: change })), onSettled }),
    takeCodes: useMutation({ mutationFn: (file: File) => body(api.POST('/api/codebooks/{id}/file', sent(id, file))), onSettled }),
    merge: useMutation({ mutationFn: ({ code, into }: { code: Code; into: string }) => body(api.POST('/api/codebooks/{id}/codes/{code}/merge', { ...at(code), body: { into_id: into } })), onSettled }),
    unmerge: useMutation({ mutationFn: (code: Code) => body(api.DELETE('/api/codebooks/{id}/codes/{code}/merge', at(code))), onSettled }),
    split: useMutation({
      mutationFn: ({ code, parts }: { code: Code; parts: { name: string; definition?: string; coding_ids: string[] }[] }) => body(api.POST('/api/codebooks/{id}/codes/{code}/split', { ...at(code), body: { parts } })), onSettled,
    }),
    // Whatever was changed of the code meanwhile, its parts count under it again.
    unsplit: useMutation({
      mutationFn: ({ code, parts }: { code: Code; parts: string[] }) => body(api.DELETE('/api/codebooks/{id}/codes/{code}/split', { params: { path: { id, code: code.id }, query: { part: parts } } })), onSettled,
    }),
    retire: useMutation({ mutationFn: (code: Code) => body(api.POST('/api/codebooks/{id}/codes/{code}/retirement', at(code))), onSettled }),
    restore: useMutation({ mutationFn: (code: Code) => body(api.DELETE('/api/codebooks/{id}/codes/{code}/retirement', at(code))), onSettled }),
  };
}

export type BookChanges = ReturnType<typeof useBook>;
