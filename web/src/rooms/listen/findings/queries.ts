import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { paths } from '@/api/schema';
import type { FindingsSearch } from './routes';
import type { Finding, Side, State } from './wire';

type NewFinding = paths['/api/findings']['post']['requestBody']['content']['application/json'];
type Change = paths['/api/findings/{id}']['patch']['requestBody']['content']['application/json'];
type NewExcerpt = paths['/api/findings/{id}/excerpts']['post']['requestBody']['content']['application/json'];

const tag = (item: { version: number }) => ({ 'If-Match': `"${item.version}"` });

export const programsQuery = queryOptions({ queryKey: ['programs'], queryFn: () => body(api.GET('/api/programs', { params: { query: { limit: 200 } } })) });

export const findingsPages = (program: string, { state, kind, touchpoint }: FindingsSearch) =>
  infiniteQueryOptions({
    queryKey: ['findings', program, { state, kind, touchpoint }],
    queryFn: ({ pageParam }) => body(api.GET('/api/findings', { params: { query: { program, state, kind, touchpoint, limit: 50, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    placeholderData: keepPreviousData,
    enabled: program !== '',
  });

export const findingQuery = (id: string) =>
  queryOptions({ queryKey: ['finding', id], queryFn: () => body(api.GET('/api/findings/{id}', { params: { path: { id } } })) });

export const strengthQuery = (id: string) =>
  queryOptions({ queryKey: ['finding-strength', id], queryFn: () => body(api.GET('/api/findings/{id}/strength', { params: { path: { id } } })) });

export const historyQuery = (id: string) =>
  queryOptions({ queryKey: ['finding-history', id], queryFn: () => body(api.GET('/api/findings/{id}/history', { params: { path: { id } } })) });

export const excerptsPages = (id: string, side: Side) =>
  infiniteQueryOptions({
    queryKey: ['finding-excerpts', id, side],
    queryFn: ({ pageParam }) => body(api.GET('/api/findings/{id}/excerpts', { params: { path: { id }, query: { side, limit: 6, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });

/** The touchpoints of a program by id, for their names. */
export const placesQuery = (program: string) =>
  queryOptions({
    queryKey: ['register', program, {}],
    queryFn: () => body(api.GET('/api/register', { params: { query: { program } } })),
    enabled: program !== '',
    select: (register) => new Map(register.touchpoints.map((touchpoint) => [touchpoint.id, touchpoint.name])),
  });

/** The measure that follows each touchpoint of a program. */
export const measuresOfPlaces = (program: string) =>
  queryOptions({ ...placesQuery(program), select: (register) => new Map(register.touchpoints.map((touchpoint) => [touchpoint.id, touchpoint.measure_id || undefined])) });

export const studiesQuery = (program: string) =>
  queryOptions({ queryKey: ['studies', program, 'first'], queryFn: () => body(api.GET('/api/studies', { params: { query: { program, limit: 100 } } })), enabled: program !== '' });

export const hitsQuery = (study: string, q: string) =>
  queryOptions({
    queryKey: ['sentences', study, q, 'finding'],
    queryFn: () => body(api.GET('/api/studies/{id}/search', { params: { path: { id: study }, query: { q, limit: 30 } } })),
    placeholderData: keepPreviousData,
    enabled: study !== '' && q.trim() !== '',
  });

/** What changes findings; all that shows them follows, also where somebody else was first. */
export function useFindingChanges() {
  const client = useQueryClient();
  const keys = ['findings', 'finding', 'finding-strength', 'finding-excerpts', 'finding-history', 'finding-rests'];
  const follow = () => Promise.all(keys.map((key) => client.invalidateQueries({ queryKey: [key] }))).then(() => undefined);
  const settled = { onSuccess: follow, onError: follow };
  return {
    create: useMutation({ mutationFn: (finding: NewFinding) => body(api.POST('/api/findings', { body: finding })), ...settled }),
    change: useMutation({
      mutationFn: ({ finding, change }: { finding: Finding; change: Change }) =>
        body(api.PATCH('/api/findings/{id}', { params: { path: { id: finding.id }, header: tag(finding) }, body: change })), ...settled,
    }),
    setState: useMutation({
      mutationFn: ({ finding, state, reason }: { finding: Finding; state: State; reason: string }) =>
        body(api.PUT('/api/findings/{id}/state', { params: { path: { id: finding.id }, header: tag(finding) }, body: { state, reason } })), ...settled,
    }),
    publish: useMutation({
      mutationFn: ({ id, on }: { id: string; on: boolean }) =>
        body<unknown>(on ? api.PUT('/api/findings/{id}/publication', { params: { path: { id } } }) : api.DELETE('/api/findings/{id}/publication', { params: { path: { id } } })), ...settled,
    }),
    addExcerpt: useMutation({ mutationFn: ({ id, excerpt }: { id: string; excerpt: NewExcerpt }) => body(api.POST('/api/findings/{id}/excerpts', { params: { path: { id } }, body: excerpt })), ...settled }),
    removeExcerpt: useMutation({
      mutationFn: ({ id, excerpt }: { id: string; excerpt: string }) => body<unknown>(api.DELETE('/api/findings/{id}/excerpts/{excerpt}', { params: { path: { id, excerpt } } })), ...settled,
    }),
  };
}
