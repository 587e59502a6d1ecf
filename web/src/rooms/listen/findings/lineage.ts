import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';

/** Objectives and questions of a program: what uses a measure or a finding. */
export const objectivesQuery = (program: string) =>
  queryOptions({ queryKey: ['objectives', program], queryFn: () => body(api.GET('/api/programs/{id}/objectives', { params: { path: { id: program } } })) });

export const questionsQuery = (program: string) =>
  queryOptions({ queryKey: ['questions', program], queryFn: () => body(api.GET('/api/programs/{id}/questions', { params: { path: { id: program } } })) });

export const agreementQuery = (finding: string) =>
  queryOptions({ queryKey: ['finding-agreement', finding], queryFn: () => body(api.GET('/api/findings/{id}/agreement', { params: { path: { id: finding } } })), staleTime: 60_000 });

const at = (finding: string, touchpoint: string) => ({ params: { path: { id: finding, touchpoint } } });

/** Expectations that a finding led to: written new, or linked as they stand; and taken back. */
export function useExpected(finding: string) {
  const client = useQueryClient();
  const follow = () => Promise.all(['rests', 'register', 'expectations', 'conformance'].map((key) => client.invalidateQueries({ queryKey: [key] }))).then(() => undefined);
  const settled = { onSuccess: follow, onError: follow };
  return {
    link: useMutation({ mutationFn: (touchpoint: string) => body<unknown>(api.PUT('/api/findings/{id}/expectations/{touchpoint}', at(finding, touchpoint))), ...settled }),
    unlink: useMutation({ mutationFn: (touchpoint: string) => body<unknown>(api.DELETE('/api/findings/{id}/expectations/{touchpoint}', at(finding, touchpoint))), ...settled }),
    write: useMutation({
      mutationFn: async ({ touchpoint, version, words }: { touchpoint: string; version: number; words: string }) => {
        await body(api.POST('/api/touchpoints/{id}/expectations', { params: { path: { id: touchpoint }, header: { 'If-Match': `"${version}"` } }, body: { words } }));
        return body<unknown>(api.PUT('/api/findings/{id}/expectations/{touchpoint}', at(finding, touchpoint)));
      },
      ...settled,
    }),
  };
}
