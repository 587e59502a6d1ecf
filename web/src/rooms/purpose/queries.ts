import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { paths } from '@/api/schema';
import type { Objective, Program } from './wire';

export const programsQuery = queryOptions({
  queryKey: ['programs'],
  queryFn: () => body(api.GET('/api/programs', { params: { query: { limit: 200 } } })),
});

export const objectivesQuery = (program: string) =>
  queryOptions({
    queryKey: ['objectives', program],
    queryFn: () => body(api.GET('/api/programs/{id}/objectives', { params: { path: { id: program } } })),
  });

export const progressQuery = (objective: Objective) =>
  queryOptions({
    queryKey: ['objective-progress', objective.id, objective.version],
    queryFn: () => body(api.GET('/api/objectives/{id}/progress', { params: { path: { id: objective.id } } })),
  });

export const measuresQuery = (program: string) =>
  queryOptions({
    queryKey: ['measures', program],
    queryFn: () => body(api.GET('/api/measures', { params: { query: { program_id: program, limit: 200 } } })),
  });

/** What people said, of those findings of a program that may be read. */
export const findingsQuery = (program: string) =>
  queryOptions({
    queryKey: ['findings', program, 'beside'],
    queryFn: () => body(api.GET('/api/findings', { params: { query: { program, limit: 200 } } })),
  });

export const findingQuery = (id: string) =>
  queryOptions({ queryKey: ['finding', id], queryFn: () => body(api.GET('/api/findings/{id}', { params: { path: { id } } })) });

export const traitsQuery = (program: string) =>
  queryOptions({
    queryKey: ['traits', program, undefined],
    queryFn: () => body(api.GET('/api/traits', { params: { query: { program } } })),
  });

/** Where a measure stood among some in some days, as a baseline would be taken. */
export const standQuery = (asked: { measure: string; from?: string; to?: string; where?: string[] }) =>
  queryOptions({
    queryKey: ['metrics', 'stand', asked],
    queryFn: () => body(api.GET('/api/metrics', { params: { query: { ...asked, limit: 1 } } })),
  });

/** The touchpoints of a program, with how often each happens. */
export const registerQuery = (program: string) =>
  queryOptions({
    queryKey: ['register', program, 'all'],
    queryFn: () => body(api.GET('/api/register', { params: { query: { program } } })),
  });

/** How far what happened at a touchpoint kept to its standard. */
export const conformanceQuery = (touchpoint: string) =>
  queryOptions({
    queryKey: ['conformance', touchpoint],
    queryFn: () => body(api.GET('/api/touchpoints/{id}/conformance', { params: { path: { id: touchpoint } } })),
  });

/** Everybody with access, for those who may see them. */
export const everybodyQuery = queryOptions({
  queryKey: ['users', 'everybody'],
  queryFn: () => body(api.GET('/api/users', { params: { query: { limit: 200 } } })),
});

export type ProgramChange = paths['/api/programs/{id}']['patch']['requestBody']['content']['application/json'];
export type ObjectiveChange = paths['/api/objectives/{id}']['patch']['requestBody']['content']['application/json'];
export type NewObjective = paths['/api/programs/{id}/objectives']['post']['requestBody']['content']['application/json'];

const tag = (item: { version: number }) => ({ 'If-Match': `"${item.version}"` });

/** Making, changing, starting and stopping programs; the list follows. */
export function useProgramChanges() {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: programsQuery.queryKey });
  // Somebody else was first: what stands is read anew, so that the next try is made on it.
  const onError = onSuccess;
  return {
    create: useMutation({ mutationFn: (program: { name: string; why?: string }) => body(api.POST('/api/programs', { body: program })), onSuccess }),
    change: useMutation({
      mutationFn: ({ program, change }: { program: Program; change: ProgramChange }) =>
        body(api.PATCH('/api/programs/{id}', { params: { path: { id: program.id }, header: tag(program) }, body: change })),
      onSuccess, onError,
    }),
    start: useMutation({ mutationFn: (p: Program) => body(api.POST('/api/programs/{id}/start', { params: { path: { id: p.id }, header: tag(p) } })), onSuccess, onError }),
    stop: useMutation({ mutationFn: (p: Program) => body(api.POST('/api/programs/{id}/stop', { params: { path: { id: p.id }, header: tag(p) } })), onSuccess, onError }),
  };
}

/** Setting, changing, removing and putting back the objectives of a program. */
export function useObjectiveChanges(program: string) {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: objectivesQuery(program).queryKey });
  return {
    create: useMutation({ mutationFn: (o: NewObjective) => body(api.POST('/api/programs/{id}/objectives', { params: { path: { id: program } }, body: o })), onSuccess }),
    change: useMutation({
      mutationFn: ({ objective, change }: { objective: Objective; change: ObjectiveChange }) =>
        body(api.PATCH('/api/objectives/{id}', { params: { path: { id: objective.id }, header: tag(objective) }, body: change })),
      onSuccess, onError: onSuccess,
    }),
    remove: useMutation({ mutationFn: (o: Objective) => body(api.DELETE('/api/objectives/{id}', { params: { path: { id: o.id } } })), onSuccess }),
    restore: useMutation({ mutationFn: (id: string) => body(api.POST('/api/objectives/{id}/restore', { params: { path: { id } } })), onSuccess }),
  };
}
