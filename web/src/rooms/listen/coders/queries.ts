import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { components } from '@/api/schema';

type Schemas = components['schemas'];
export type Coder = Schemas['OutsideCoder'];
export type CodedFile = Schemas['CodedFile'];
export type CodedPreview = Schemas['CodedPreview'];
export type CodedPlan = Schemas['CodedPlan'];
export type Reject = Schemas['CodedReject'];

export const shapes = ['one', 'separated', 'flags', 'numbered', 'none'] as const satisfies readonly CodedPlan['shape'][];
export const coderKinds = ['person', 'rule', 'model'] as const satisfies readonly Coder['kind'][];

export const codersQuery = (study: string) =>
  queryOptions({ queryKey: ['study', study, 'coders'], queryFn: () => body(api.GET('/api/studies/{id}/coders', { params: { path: { id: study } } })) });

/** The tables of a study, asked for again while one is being taken in. */
export const filesQuery = (study: string) =>
  queryOptions({
    queryKey: ['study', study, 'coded-files'],
    queryFn: () => body(api.GET('/api/studies/{id}/coded-files', { params: { path: { id: study } } })),
    refetchInterval: (query) => (query.state.data?.items.some((f) => f.state === 'running') ? 1500 : false),
  });

export const previewQuery = (file: string) =>
  queryOptions({ queryKey: ['coded-preview', file], queryFn: () => body(api.GET('/api/coded-files/{id}/preview', { params: { path: { id: file } } })) });

export const rejectsQuery = (file: string) =>
  queryOptions({ queryKey: ['coded-rejects', file], queryFn: () => body(api.GET('/api/coded-files/{id}/rejects', { params: { path: { id: file }, query: { limit: 200 } } })) });

const raw = { bodySerializer: (sent: unknown) => sent as BodyInit, headers: { 'Content-Type': 'application/octet-stream' } };

/** Whatever changes coders and tables of a study; what counts by them is asked for anew. */
export function useCoders(study: string) {
  const client = useQueryClient();
  const onSettled = () => Promise.all([['study', study], ['documents'], ['codebook']].map((queryKey) => client.invalidateQueries({ queryKey })));
  const at = (id: string) => ({ params: { path: { id } } });
  return {
    create: useMutation({ mutationFn: (rule: { name: string; words: string; code_id: string }) => body(api.POST('/api/studies/{id}/coders', { ...at(study), body: rule })), onSettled }),
    run: useMutation({ mutationFn: (id: string) => body(api.POST('/api/coders/{id}/run', at(id))), onSettled }),
    remove: useMutation({ mutationFn: (id: string) => body(api.DELETE('/api/coders/{id}', at(id))), onSettled }),
    restore: useMutation({ mutationFn: (id: string) => body(api.POST('/api/coders/{id}/restoration', at(id))), onSettled }),
    upload: useMutation({ mutationFn: (file: File) => body(api.POST('/api/studies/{id}/coded-files', { params: { path: { id: study }, query: { name: file.name } }, body: file as unknown as string, ...raw })), onSettled }),
    frame: useMutation({ mutationFn: ({ id, file }: { id: string; file: File }) => body(api.PUT('/api/coded-files/{id}/frame', { ...at(id), body: file as unknown as string, ...raw })) }),
    plan: useMutation({ mutationFn: ({ id, plan }: { id: string; plan: CodedPlan }) => body(api.PUT('/api/coded-files/{id}', { ...at(id), body: plan })) }),
    start: useMutation({ mutationFn: (id: string) => body(api.POST('/api/coded-files/{id}/start', at(id))), onSettled }),
    forget: useMutation({ mutationFn: (id: string) => body(api.DELETE('/api/coded-files/{id}', at(id))), onSettled }),
  };
}

export type CoderChanges = ReturnType<typeof useCoders>;
