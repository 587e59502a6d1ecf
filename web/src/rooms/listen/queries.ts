import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { paths } from '@/api/schema';
import type { Interview, Line, Speaks, Study } from './wire';

type Body<P extends keyof paths, M extends keyof paths[P]> = paths[P][M] extends { requestBody: { content: { 'application/json': infer B } } } ? B : never;
const tag = (item: { version: number }) => ({ 'If-Match': `"${item.version}"` });

export const programsQuery = queryOptions({
  queryKey: ['programs'],
  queryFn: () => body(api.GET('/api/programs', { params: { query: { limit: 200 } } })),
});

export const studiesQuery = (program: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['studies', program],
    queryFn: ({ pageParam }) => body(api.GET('/api/studies', { params: { query: { program, cursor: pageParam, limit: 50 } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  });

export const studyQuery = (id: string) =>
  queryOptions({ queryKey: ['study', id], queryFn: () => body(api.GET('/api/studies/{id}', { params: { path: { id } } })) });

export const membersQuery = (id: string) =>
  queryOptions({ queryKey: ['study-members', id], queryFn: () => body(api.GET('/api/studies/{id}/members', { params: { path: { id } } })) });

export const guidesQuery = (id: string) =>
  queryOptions({ queryKey: ['study-guides', id], queryFn: () => body(api.GET('/api/studies/{id}/guides', { params: { path: { id } } })) });

export interface InterviewFilter {
  state?: Interview['state'];
  overdue?: boolean;
}

export const interviewsQuery = (id: string, { state, overdue }: InterviewFilter) =>
  infiniteQueryOptions({
    queryKey: ['interviews', id, { state, overdue }],
    queryFn: ({ pageParam }) => body(api.GET('/api/studies/{id}/interviews', { params: { path: { id }, query: { state, overdue, cursor: pageParam, limit: 50 } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });

export const documentsQuery = (id: string, kind?: 'transcript' | 'comment') =>
  infiniteQueryOptions({
    queryKey: ['documents', id, kind],
    queryFn: ({ pageParam }) => body(api.GET('/api/studies/{id}/documents', { params: { path: { id }, query: { kind, cursor: pageParam, limit: 50 } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  });

/** What was removed and can be put back, to researchers. */
export const removedQuery = (id: string) => queryOptions({ queryKey: ['documents', id, 'removed'], queryFn: async () => (await body(api.GET('/api/studies/{id}/documents/removed', { params: { path: { id } } }))).items });

export const searchQuery = (id: string, q: string) =>
  infiniteQueryOptions({
    queryKey: ['sentences', id, q],
    queryFn: ({ pageParam }) => body(api.GET('/api/studies/{id}/search', { params: { path: { id }, query: { q, cursor: pageParam, limit: 10 } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    enabled: q.trim() !== '',
  });

export const interviewQuery = (id: string) =>
  queryOptions({ queryKey: ['interview', id], queryFn: () => body(api.GET('/api/interviews/{id}', { params: { path: { id } } })) });

export const reviewsQuery = (id: string) =>
  queryOptions({ queryKey: ['interview-reviews', id], queryFn: () => body(api.GET('/api/interviews/{id}/reviews', { params: { path: { id } } })), retry: false });

export const documentQuery = (id: string) =>
  queryOptions({ queryKey: ['document', id], queryFn: () => body(api.GET('/api/documents/{id}', { params: { path: { id } } })) });

/** What would go with a document. */
export const lossQuery = (id: string) =>
  queryOptions({ queryKey: ['document', id, 'loss'], queryFn: () => body(api.GET('/api/documents/{id}/loss', { params: { path: { id } } })) });

/** All sentences of a document, page by page. */
export const allLinesQuery = (id: string) =>
  queryOptions({
    queryKey: ['masking-lines', id],
    queryFn: async () => {
      const all: Line[] = [];
      for (let cursor: string | undefined; ;) {
        const page: { items: Line[]; next?: string } = await body(api.GET('/api/documents/{id}/lines', { params: { path: { id }, query: { limit: 2000, cursor } } }));
        all.push(...page.items);
        if (!page.next) return all;
        cursor = page.next;
      }
    },
  });

export const wordingsQuery = queryOptions({ queryKey: ['consent-texts'], queryFn: () => body(api.GET('/api/consent-texts', { params: { query: { limit: 200 } } })) });

const bytes = { bodySerializer: (raw: unknown) => raw as BodyInit, headers: { 'Content-Type': 'application/octet-stream' } };

/** What changes studies, interviews and documents; all that shows them follows, also where somebody else was first. */
export function useListenChanges() {
  const client = useQueryClient();
  const keys = ['studies', 'study', 'study-members', 'study-guides', 'interviews', 'interview', 'interview-reviews', 'documents', 'document', 'masking-lines', 'sentences'];
  const follow = () => Promise.all(keys.map((key) => client.invalidateQueries({ queryKey: [key] }))).then(() => undefined);
  const settled = { onSuccess: follow, onError: follow };
  return {
    createStudy: useMutation({ mutationFn: (study: Body<'/api/studies', 'post'>) => body(api.POST('/api/studies', { body: study })), ...settled }),
    changeStudy: useMutation({
      mutationFn: ({ study, change }: { study: Study; change: Body<'/api/studies/{id}', 'patch'> }) =>
        body(api.PATCH('/api/studies/{id}', { params: { path: { id: study.id }, header: tag(study) }, body: change })), ...settled,
    }),
    putMember: useMutation({
      mutationFn: ({ id, user, part }: { id: string; user: string; part: 'researcher' | 'reviewer' }) => body(api.PUT('/api/studies/{id}/members/{user}', { params: { path: { id, user } }, body: { part } })), ...settled,
    }),
    removeMember: useMutation({ mutationFn: ({ id, user }: { id: string; user: string }) => body(api.DELETE('/api/studies/{id}/members/{user}', { params: { path: { id, user } } })), ...settled }),
    writeGuide: useMutation({
      mutationFn: ({ id, version, guide }: { id: string; version: number; guide: Body<'/api/studies/{id}/guides', 'post'> }) =>
        body(api.POST('/api/studies/{id}/guides', { params: { path: { id }, header: tag({ version }) }, body: guide })), ...settled,
    }),
    plan: useMutation({
      mutationFn: ({ id, items }: { id: string; items: Body<'/api/studies/{id}/interviews', 'post'>['items'] }) => body(api.POST('/api/studies/{id}/interviews', { params: { path: { id } }, body: { items } })), ...settled,
    }),
    changeInterview: useMutation({
      mutationFn: ({ interview, change }: { interview: Interview; change: Body<'/api/interviews/{id}', 'patch'> }) =>
        body(api.PATCH('/api/interviews/{id}', { params: { path: { id: interview.id }, header: tag(interview) }, body: change })), ...settled,
    }),
    removeInterview: useMutation({ mutationFn: (id: string) => body(api.DELETE('/api/interviews/{id}', { params: { path: { id } } })), ...settled }),
    setConsent: useMutation({
      mutationFn: ({ interview, consent }: { interview: Interview; consent: Body<'/api/interviews/{id}/consent', 'put'> }) =>
        body(api.PUT('/api/interviews/{id}/consent', { params: { path: { id: interview.id }, header: tag(interview) }, body: consent })), ...settled,
    }),
    review: useMutation({ mutationFn: ({ id, text }: { id: string; text: string }) => body(api.POST('/api/interviews/{id}/reviews', { params: { path: { id } }, body: { text } })), ...settled }),
    takeTranscript: useMutation({
      mutationFn: ({ id, file, speakers, language }: { id: string; file: File; speakers: Speaks[]; language: string }) =>
        body(api.POST('/api/interviews/{id}/transcript', { params: { path: { id }, query: { name: file.name, language, speakers: JSON.stringify(speakers) } }, body: file as unknown as string, ...bytes })), ...settled,
    }),
    takeComments: useMutation({
      mutationFn: ({ id, released }: { id: string; released: boolean }) => body(api.POST('/api/studies/{id}/comments', { params: { path: { id } }, body: { released } })), ...settled,
    }),
    decide: useMutation({
      mutationFn: ({ id, ...decision }: { id: string } & Body<'/api/documents/{id}/masks', 'put'>) => body(api.PUT('/api/documents/{id}/masks', { params: { path: { id } }, body: decision })), ...settled,
    }),
    addMask: useMutation({
      mutationFn: ({ id, ...mask }: { id: string } & Body<'/api/documents/{id}/masks', 'post'>) => body(api.POST('/api/documents/{id}/masks', { params: { path: { id } }, body: mask })), ...settled,
    }),
    propose: useMutation({ mutationFn: (id: string) => body(api.POST('/api/documents/{id}/masks/propose', { params: { path: { id } } })), ...settled }),
    release: useMutation({
      mutationFn: ({ id, released }: { id: string; released: boolean }) =>
        body(released ? api.POST('/api/documents/{id}/release', { params: { path: { id } } }) : api.DELETE('/api/documents/{id}/release', { params: { path: { id } } })), ...settled,
    }),
    removeDocument: useMutation({
      mutationFn: ({ id, codings }: { id: string; codings: number }) => body(api.DELETE('/api/documents/{id}', { params: { path: { id }, query: { codings } } })), ...settled,
    }),
    restoreDocument: useMutation({ mutationFn: (id: string) => body(api.POST('/api/documents/{id}/restoration', { params: { path: { id } } })), ...settled }),
    putAudio: useMutation({
      mutationFn: async ({ id, file }: { id: string; file: File }) => {
        await body(api.PUT('/api/documents/{id}/audio', { params: { path: { id }, query: { name: file.name } }, body: file as unknown as string, bodySerializer: bytes.bodySerializer, headers: { 'Content-Type': audioType(file) } }));
      },
      ...settled,
    }),
    removeAudio: useMutation({ mutationFn: (id: string) => body(api.DELETE('/api/documents/{id}/audio', { params: { path: { id } } })), ...settled }),
  };
}

/** How a file would be taken in; nothing is kept. */
export const previewTranscript = (id: string, file: File) =>
  body(api.POST('/api/interviews/{id}/transcript/preview', { params: { path: { id }, query: { name: file.name } }, body: file as unknown as string, ...bytes }));

const endings: Record<string, string> = { mp3: 'audio/mpeg', m4a: 'audio/mp4', wav: 'audio/wav', ogg: 'audio/ogg', webm: 'audio/webm', flac: 'audio/flac' };
const audioType = (file: File) => (file.type.startsWith('audio/') ? file.type : endings[file.name.split('.').pop()?.toLowerCase() ?? ''] ?? file.type);
