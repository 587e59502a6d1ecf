import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { useText } from '@/i18n/useText';
import { useToast } from '@/ui/confirm';
import type { ReasonList, ReasonProposal, ReasonWords } from './wire';

export const reasonListsPages = (program: string) =>
  infiniteQueryOptions({
    queryKey: ['reason-lists', program],
    queryFn: ({ pageParam }) => body(api.GET('/api/reason-lists', { params: { query: { program_id: program, limit: 50, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });

export const reasonListQuery = (id: string) =>
  queryOptions({ queryKey: ['reason-list', id], queryFn: () => body(api.GET('/api/reason-lists/{id}', { params: { path: { id } } })) });

const atOnce = 20;

/** Reasons that people name and the list does not have, page after page. */
export const proposalsPages = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['reason-list', id, 'proposals'],
    queryFn: ({ pageParam }) => body(api.GET('/api/reason-lists/{id}/proposals', { params: { path: { id }, query: { limit: atOnce, offset: pageParam } } })),
    initialPageParam: 0,
    getNextPageParam: (last, all) => (all.length * atOnce < last.total ? all.length * atOnce : undefined),
  });

export const decisionsQuery = (id: string) =>
  queryOptions({ queryKey: ['reason-list', id, 'decisions'], queryFn: () => body(api.GET('/api/reason-lists/{id}/decisions', { params: { path: { id } } })) });

export const reasonHistoryPages = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['reason-list', id, 'history'],
    queryFn: ({ pageParam }) => body(api.GET('/api/reason-lists/{id}/history', { params: { path: { id }, query: { limit: 20, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });

/** Drafts that may ask a list. */
export const draftsQuery = (program: string) =>
  queryOptions({ queryKey: ['surveys', program, 'all'], queryFn: () => body(api.GET('/api/surveys', { params: { query: { program_id: program, limit: 200 } } })) });

/** What is decided of a proposal. */
export type Decision = { verdict: 'accepted'; text: ReasonWords } | { verdict: 'merged'; code: string } | { verdict: 'refused' };

/** Changing a list; each change says that it was made, and how to take it back. */
export function useReasonChanges(list: ReasonList) {
  const { t } = useText();
  const client = useQueryClient();
  const toast = useToast();
  const params = { path: { id: list.id }, header: { 'If-Match': `"${list.version}"` } };
  const onSettled = () => Promise.all(['reason-list', 'reason-lists', 'surveys', 'survey'].map((key) => client.invalidateQueries({ queryKey: [key] })));
  const undo = useMutation({ mutationFn: (stems: string) => body(api.POST('/api/reason-lists/{id}/decisions/undo', { params: { path: { id: list.id } }, body: { stems } })), onSettled });
  const rest = useMutation({
    mutationFn: ({ code, rest }: { code: string; rest: boolean }) => body(api.PATCH('/api/reason-lists/{id}/reasons/{code}', { params: { path: { id: list.id, code } }, body: { rest } })),
    onSuccess: (_, { code, rest: rests }) => toast({ message: t(rests ? 'measure:reasons.rested' : 'measure:reasons.woken'), undo: () => rest.mutate({ code, rest: !rests }) }),
    onSettled,
  });
  return {
    undo,
    rest,
    decide: useMutation({
      mutationFn: ({ proposal, decision }: { proposal: ReasonProposal; decision: Decision }) => body(api.POST('/api/reason-lists/{id}/decisions', { params, body: { stems: proposal.stems, ...decision } })),
      onSuccess: (_, { proposal, decision }) => toast({ message: t(`measure:reasons.did.${decision.verdict}`, { name: proposal.label }), undo: () => undo.mutate(proposal.stems) }),
      onSettled,
    }),
    change: useMutation({
      mutationFn: (words: { name: string; wording: ReasonWords; why: ReasonWords; other: ReasonWords }) => body(api.PATCH('/api/reason-lists/{id}', { params, body: words })),
      onSettled,
    }),
    add: useMutation({ mutationFn: (text: ReasonWords) => body(api.POST('/api/reason-lists/{id}/reasons', { params, body: { text } })), onSettled }),
    reword: useMutation({
      mutationFn: ({ code, text }: { code: string; text: ReasonWords }) => body(api.PATCH('/api/reason-lists/{id}/reasons/{code}', { params: { path: { id: list.id, code }, header: params.header }, body: { text } })),
      onSettled,
    }),
    ask: useMutation({ mutationFn: (survey: string) => body(api.POST('/api/reason-lists/{id}/surveys', { params: { path: { id: list.id } }, body: { survey_id: survey } })), onSettled }),
  };
}
