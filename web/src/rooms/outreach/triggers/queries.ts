import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { Trigger } from './wire';

/** Triggers of a program, page after page, the newest first. */
export const triggersPages = (program: string) =>
  infiniteQueryOptions({
    queryKey: ['triggers', 'list', program],
    queryFn: ({ pageParam }) => body(api.GET('/api/triggers', { params: { query: { program_id: program, limit: 50, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });

/** Triggers that another may follow. */
export const followableQuery = (program: string) =>
  queryOptions({ queryKey: ['triggers', 'choice', program], queryFn: () => body(api.GET('/api/triggers', { params: { query: { program_id: program, limit: 200 } } })) });

export const triggerQuery = (id: string) => queryOptions({ queryKey: ['triggers', 'one', id], queryFn: () => body(api.GET('/api/triggers/{id}', { params: { path: { id } } })) });

/** Whom a trigger considers, by reason; it goes on by itself while it listens. */
export const triggerCountsQuery = (trigger: Trigger) =>
  queryOptions({
    queryKey: ['triggers', 'counts', trigger.id],
    queryFn: () => body(api.GET('/api/triggers/{id}/counts', { params: { path: { id: trigger.id } } })),
    refetchInterval: trigger.on_since ? 30_000 : false,
  });

export const triggerConsideredPages = (id: string, reason?: string, rule?: string) =>
  infiniteQueryOptions({
    queryKey: ['triggers', 'considered', id, reason ?? '', rule ?? ''],
    queryFn: ({ pageParam }) => body(api.GET('/api/triggers/{id}/considered', { params: { path: { id }, query: { reason, rule, limit: 20, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    placeholderData: keepPreviousData,
  });

const of = (trigger: Trigger) => ({ path: { id: trigger.id }, header: { 'If-Match': `"${trigger.version}"` } });

/** Switching a trigger and removing it; whatever shows triggers follows, also where somebody else was faster. */
export function useTriggerChanges() {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: ['triggers'] });
  return {
    turn: useMutation({ mutationFn: ({ trigger, on }: { trigger: Trigger; on: boolean }) => body(api.PATCH('/api/triggers/{id}', { params: of(trigger), body: { on } })), onSettled }),
    remove: useMutation({
      mutationFn: (trigger: Trigger) => body(api.DELETE('/api/triggers/{id}', { params: of(trigger) })),
      onSuccess: () => client.invalidateQueries({ queryKey: ['triggers', 'list'] }),
      onError: onSettled,
    }),
  };
}

/** What happens with people, by name, with how often in 90 days. */
export const eventNamesQuery = queryOptions({ queryKey: ['trigger-events'], queryFn: () => body(api.GET('/api/triggers/events')), staleTime: 60_000 });
