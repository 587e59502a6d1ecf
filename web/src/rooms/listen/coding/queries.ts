import { queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { Book, Coding, Line } from './wire';

/** Sentences in one answer of the server. */
const linesAtOnce = 2000;

/** All sentences of a document, in order: the number of one is its place from 1. */
export const linesQuery = (id: string) =>
  queryOptions({
    queryKey: ['document', id, 'lines'],
    queryFn: async () => {
      const all: Line[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await body(api.GET('/api/documents/{id}/lines', { params: { path: { id }, query: { limit: linesAtOnce, cursor } } }));
        all.push(...(page?.items ?? []));
        cursor = page?.next;
        if (!cursor) return all;
      }
    },
    staleTime: 5 * 60_000,
  });

export const codingsQuery = (id: string) =>
  queryOptions({
    queryKey: ['document', id, 'codings'],
    queryFn: async () => (await body(api.GET('/api/documents/{id}/codings', { params: { path: { id } } })))?.items ?? [],
  });

export const passesQuery = (id: string) =>
  queryOptions({
    queryKey: ['document', id, 'passes'],
    queryFn: async () => (await body(api.GET('/api/documents/{id}/passes', { params: { path: { id } } })))?.items ?? [],
    // Whether the other is done shows without asking for it.
    refetchInterval: 30_000,
  });

/** The codebook by which a study is coded; null while it has none. */
export const bookQuery = (study: string) =>
  queryOptions({
    queryKey: ['study', study, 'codebook'],
    queryFn: async (): Promise<Book | null> => {
      const chosen = await body(api.GET('/api/studies/{id}/codebook', { params: { path: { id: study } } }));
      if (!chosen?.codebook_id) return null;
      return (await body(api.GET('/api/codebooks/{id}', { params: { path: { id: chosen.codebook_id } } }))) ?? null;
    },
  });

export const booksQuery = (program: string) =>
  queryOptions({
    queryKey: ['codebooks', program],
    queryFn: async () => (await body(api.GET('/api/codebooks', { params: { query: { program } } })))?.items ?? [],
  });

/** The touchpoints of a program: the moments a passage may speak of. */
export const momentsQuery = (program: string) =>
  queryOptions({
    queryKey: ['register', program, 'all'],
    queryFn: () => body(api.GET('/api/register', { params: { query: { program } } })),
  });

/** Where the coders of a document differ, once they see each other. */
export const differencesQuery = (id: string) =>
  queryOptions({
    queryKey: ['document', id, 'differences'],
    queryFn: async () => (await body(api.GET('/api/documents/{id}/differences', { params: { path: { id } } })))?.items ?? [],
  });

/** How far the coders of a study agree, per code and overall. */
export const agreementQuery = (study: string, coder?: string) =>
  queryOptions({
    queryKey: coder ? ['study', study, 'agreement', coder] : ['study', study, 'agreement'],
    queryFn: () => body(api.GET('/api/studies/{id}/agreement', { params: { path: { id: study }, query: { with: coder } } })),
  });

/** Settling what differs, with a reason, and taking that back. */
export function useSettling(document: string, study: string) {
  const client = useQueryClient();
  const onSuccess = () =>
    Promise.all([differencesQuery(document).queryKey, codingsQuery(document).queryKey, agreementQuery(study).queryKey].map((queryKey) => client.invalidateQueries({ queryKey })));
  return {
    settle: useMutation({
      mutationFn: (s: { code_id: string; from_n: number; to_n: number; holds: boolean; reason: string }) =>
        body(api.POST('/api/documents/{id}/settlements', { params: { path: { id: document } }, body: s })),
      onSuccess,
    }),
    unsettle: useMutation({
      mutationFn: (settlement: string) => body(api.DELETE('/api/documents/{id}/settlements/{settlement}', { params: { path: { id: document, settlement } } })),
      onSuccess,
    }),
  };
}

/** What somebody gives a passage. */
export type NewCoding = Pick<Coding, 'id' | 'document_id' | 'code_id' | 'from_n' | 'from_pos' | 'to_n' | 'to_pos'> & Partial<Pick<Coding, 'mode' | 'touchpoint_id' | 'memo'>>;
export type CodingChange = { mode?: '' | 'think' | 'feel' | 'do'; memo?: string; touchpoint_id?: string; code_id?: string };

const tag = (item: { version: number }) => ({ 'If-Match': `"${item.version}"` });

interface Before {
  before?: Coding[];
}

/** Changes the codings that are shown before the server has answered. */
async function patch(client: QueryClient, document: string, change: (all: Coding[]) => Coding[]): Promise<Before> {
  const key = codingsQuery(document).queryKey;
  await client.cancelQueries({ queryKey: key });
  const before = client.getQueryData(key);
  client.setQueryData(key, (all) => (all ? change(all) : all));
  return { before };
}

/** Giving, changing, taking off and putting back codes. What is refused is shown as it was. */
export function useCodingChanges(document: string, me: { id: string; name: string }) {
  const client = useQueryClient();
  const key = codingsQuery(document).queryKey;
  const onError = (_: unknown, __: unknown, kept: Before | undefined) => {
    if (kept?.before) client.setQueryData(key, kept.before);
  };
  const onSettled = () => client.invalidateQueries({ queryKey: key });
  return {
    give: useMutation({
      mutationFn: (items: NewCoding[]) => body(api.POST('/api/codings', { body: { items } })),
      onMutate: (items) => {
        const now = new Date().toISOString();
        const made = items.map((i) => ({ ...i, study_id: '', coder: { kind: 'person' as const, ...me }, made_at: now, changed_at: now, version: 0 }));
        return patch(client, document, (all) => [...all, ...made]);
      },
      onError,
      onSettled: async () => {
        await Promise.all([onSettled(), client.invalidateQueries({ queryKey: passesQuery(document).queryKey })]);
      },
    }),
    change: useMutation({
      mutationFn: ({ coding, change }: { coding: Coding; change: CodingChange }) =>
        body(api.PATCH('/api/codings/{id}', { params: { path: { id: coding.id }, header: tag(coding) }, body: change })),
      onMutate: ({ coding, change }) => patch(client, document, (all) => all.map((c) => (c.id === coding.id ? { ...c, ...change, mode: (change.mode ?? c.mode) || undefined } : c))),
      onError, onSettled,
    }),
    remove: useMutation({
      mutationFn: (ids: string[]) => body(api.POST('/api/codings/removal', { body: { ids } })),
      onMutate: (ids) => patch(client, document, (all) => all.filter((c) => !ids.includes(c.id))),
      onError, onSettled,
    }),
    restore: useMutation({
      mutationFn: (ids: string[]) => body(api.POST('/api/codings/restoration', { body: { ids } })),
      onSettled,
    }),
  };
}

/** How far one has read, and whether one is done. */
export function usePass(document: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: { read_to?: number; done?: boolean }) => body(api.PATCH('/api/documents/{id}/pass', { params: { path: { id: document } }, body: change })),
    onSuccess: (_, change) =>
      Promise.all([
        client.invalidateQueries({ queryKey: passesQuery(document).queryKey }),
        // Once all are done the others' passages show.
        change.done !== undefined ? client.invalidateQueries({ queryKey: codingsQuery(document).queryKey }) : undefined,
      ]),
  });
}

/** Making codes and families, and choosing the codebook of a study. */
export function useBookChanges(study: string) {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: bookQuery(study).queryKey });
  return {
    choose: useMutation({
      mutationFn: (codebook: string) => body(api.PUT('/api/studies/{id}/codebook', { params: { path: { id: study } }, body: { codebook_id: codebook } })),
      onSuccess,
    }),
    begin: useMutation({
      mutationFn: async ({ program, name, family }: { program: string; name: string; family: string }) => {
        const book = await body(api.POST('/api/codebooks', { body: { program_id: program, name } }));
        if (!book) return;
        await body(api.POST('/api/codebooks/{id}/families', { params: { path: { id: book.id } }, body: { name: family } }));
        await body(api.PUT('/api/studies/{id}/codebook', { params: { path: { id: study } }, body: { codebook_id: book.id } }));
      },
      onSuccess,
    }),
    code: useMutation({
      mutationFn: ({ book, ...code }: { book: string; name: string; family_id?: string; definition?: string; example?: string }) =>
        body(api.POST('/api/codebooks/{id}/codes', { params: { path: { id: book } }, body: code })),
      onSuccess,
    }),
    family: useMutation({
      mutationFn: ({ book, name }: { book: string; name: string }) => body(api.POST('/api/codebooks/{id}/families', { params: { path: { id: book } }, body: { name } })),
      onSuccess,
    }),
  };
}
