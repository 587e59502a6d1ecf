import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { Ground, Intent } from './wire';

export const programsQuery = queryOptions({
  queryKey: ['programs'],
  queryFn: () => body(api.GET('/api/programs', { params: { query: { limit: 200 } } })),
});

/** What the measures of a program rest on. */
export const groundsQuery = (program: string) =>
  queryOptions({
    queryKey: ['grounds', program],
    queryFn: () => body(api.GET('/api/measure-grounds', { params: { query: { program_id: program } } })),
  });

/** Findings of a program, the newest first, page after page. */
export const findingsPages = (program: string) =>
  infiniteQueryOptions({
    queryKey: ['findings', 'all', program],
    queryFn: ({ pageParam }) => body(api.GET('/api/findings', { params: { query: { program, limit: 200, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });

const of = (ground: Ground) => ({ path: { id: ground.measure_id }, header: { 'If-Match': `"${ground.version}"` } });

/** Changing what a measure rests on; whatever shows grounds follows. */
export function useGroundChanges() {
  const client = useQueryClient();
  const onSettled = () => Promise.all(['grounds', 'ground', 'rests'].map((key) => client.invalidateQueries({ queryKey: [key] })));
  return {
    rest: useMutation({
      mutationFn: ({ ground, finding }: { ground: Ground; finding: string }) =>
        body(api.PUT('/api/measures/{id}/ground/{finding}', { params: { path: { id: ground.measure_id, finding } } })),
      onSettled,
    }),
    unrest: useMutation({
      mutationFn: ({ ground, finding }: { ground: Ground; finding: string }) =>
        body(api.DELETE('/api/measures/{id}/ground/{finding}', { params: { path: { id: ground.measure_id, finding } } })),
      onSettled,
    }),
    reason: useMutation({
      mutationFn: ({ ground, text }: { ground: Ground; text: string }) => body(api.PUT('/api/measures/{id}/reason', { params: of(ground), body: { text } })),
      onSettled,
    }),
    publish: useMutation({ mutationFn: (ground: Ground) => body(api.PUT('/api/measures/{id}/publication', { params: of(ground) })), onSettled }),
    withdraw: useMutation({ mutationFn: (ground: Ground) => body(api.DELETE('/api/measures/{id}/publication', { params: of(ground) })), onSettled }),
  };
}

/** The reasons that were written down for a measure, newest first. */
export const reasonsQuery = (measure: string) =>
  queryOptions({ queryKey: ['ground', measure, 'reasons'], queryFn: () => body(api.GET('/api/measures/{id}/reasons', { params: { path: { id: measure } } })) });

/** Measures of a program that have words and an intent, page after page. */
export const measuresPages = (program: string, { q, intent }: { q?: string; intent?: Intent }) =>
  infiniteQueryOptions({
    queryKey: ['measures', program, 'pages', q ?? '', intent ?? ''],
    queryFn: ({ pageParam }) => body(api.GET('/api/measures', { params: { query: { program_id: program, limit: 50, search: q, intent, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    placeholderData: keepPreviousData,
  });

export const readyQuery = queryOptions({ queryKey: ['measures', 'ready'], queryFn: () => body(api.GET('/api/measures/ready')), staleTime: Infinity });

export const measureQuery = (id: string) =>
  queryOptions({ queryKey: ['measure', id], queryFn: () => body(api.GET('/api/measures/{id}', { params: { path: { id } } })) });

export const groundQuery = (id: string) =>
  queryOptions({ queryKey: ['ground', id], queryFn: () => body(api.GET('/api/measures/{id}/ground', { params: { path: { id } } })) });

/** The touchpoints of a program, for those who may see the register. */
export const placesQuery = (program: string, may: boolean) =>
  queryOptions({
    queryKey: ['register', program, {}],
    queryFn: () => body(api.GET('/api/register', { params: { query: { program } } })),
    enabled: may && program !== '',
    select: (register) => register.touchpoints.map(({ id, name, measure_id: measure }) => ({ id, name, measure })),
  });

export const objectivesQuery = (program: string, may: boolean) =>
  queryOptions({
    queryKey: ['objectives', program],
    queryFn: () => body(api.GET('/api/programs/{id}/objectives', { params: { path: { id: program } } })),
    enabled: may,
  });
