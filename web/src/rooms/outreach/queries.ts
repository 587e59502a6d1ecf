import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { paths } from '@/api/schema';
import { isAtWork, type InvitationState, type Reason, type Rule, type Step, type Wave, type WaveMail } from './wire';

export const programsQuery = queryOptions({
  queryKey: ['programs'],
  queryFn: () => body(api.GET('/api/programs', { params: { query: { limit: 200 } } })),
});

/** Surveys of a program that take answers. */
export const openSurveysQuery = (program: string) =>
  queryOptions({
    queryKey: ['surveys', program, 'to ask'],
    queryFn: () => body(api.GET('/api/surveys', { params: { query: { program_id: program, state: 'open', limit: 200 } } })),
    enabled: program !== '',
  });

export const surveyQuery = (id: string) => queryOptions({ queryKey: ['survey', id], queryFn: () => body(api.GET('/api/surveys/{id}', { params: { path: { id } } })), enabled: id !== '' });

/** Segments by name; each loads its size apart. */
export const segmentsQuery = queryOptions({
  queryKey: ['segments', 'choice'],
  queryFn: () => body(api.GET('/api/segments', { params: { query: { limit: 200 } } })),
});

/** Waves of a program, or of one survey of it, page after page, the newest first. */
export const wavesPages = (program: string, survey?: string) =>
  infiniteQueryOptions({
    queryKey: ['waves', 'list', program, survey ?? ''],
    queryFn: ({ pageParam }) => body(api.GET('/api/waves', { params: { query: { program_id: program, survey_id: survey, limit: 50, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    refetchInterval: (query) => (query.state.data?.pages.some((p) => p.items.some((w) => isAtWork(w.state))) ? 2000 : false),
  });

export const waveQuery = (id: string) =>
  queryOptions({
    queryKey: ['waves', 'one', id],
    queryFn: () => body(api.GET('/api/waves/{id}', { params: { path: { id } } })),
    refetchInterval: (query) => (query.state.data && isAtWork(query.state.data.state) ? 1000 : false),
  });

/** How far a wave is; it moves while the server is at work and while answers come. */
export const countsQuery = (wave: Wave) =>
  queryOptions({
    queryKey: ['waves', 'counts', wave.id, wave.version],
    queryFn: () => body(api.GET('/api/waves/{id}/counts', { params: { path: { id: wave.id } } })),
    refetchInterval: isAtWork(wave.state) ? 1000 : wave.state === 'running' || wave.state === 'paused' ? 15_000 : false,
    placeholderData: keepPreviousData,
  });

/** When the mails of a wave go out; while it goes out they move. */
export const hoursQuery = (wave: Wave) =>
  queryOptions({
    queryKey: ['waves', 'hours', wave.id, wave.version],
    queryFn: () => body(api.GET('/api/waves/{id}/hours', { params: { path: { id: wave.id } } })),
    enabled: wave.settings.by === 'mail' && wave.state !== 'draft' && wave.state !== 'planning',
    refetchInterval: isAtWork(wave.state) ? 2000 : wave.state === 'running' || wave.state === 'planned' ? 30_000 : false,
    placeholderData: keepPreviousData,
  });

type EstimateAsk = NonNullable<paths['/api/waves/estimates']['post']['requestBody']>['content']['application/json'];

/** What the sample of a wave that is being settled comes to; ask is what is sent, as text. */
export const estimateQuery = (ask: string) =>
  queryOptions({
    queryKey: ['waves', 'estimate', ask],
    queryFn: ({ signal }) => body(api.POST('/api/waves/estimates', { body: JSON.parse(ask) as EstimateAsk, signal })),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 60_000,
  });

export const strataQuery = (wave: Wave) => queryOptions({ queryKey: ['waves', 'strata', wave.id, wave.version], queryFn: () => body(api.GET('/api/waves/{id}/strata', { params: { path: { id: wave.id } } })) });

/** Traits by which people can be told apart, each name once: a customer's stands before that of an account. */
export const traitChoicesQuery = queryOptions({
  queryKey: ['trait-definitions'],
  queryFn: () => body(api.GET('/api/traits/people')),
  select: (all) => all.items.filter((d, at) => (d.kind === 'text' || d.kind === 'choice') && all.items.findIndex((o) => o.name === d.name && (o.kind === 'text' || o.kind === 'choice')) === at),
});

export const consideredPages = (wave: Wave, reason?: Reason, rule?: Rule) =>
  infiniteQueryOptions({
    queryKey: ['waves', 'considered', wave.id, wave.version, reason ?? '', rule ?? ''],
    queryFn: ({ pageParam }) => body(api.GET('/api/waves/{id}/considered', { params: { path: { id: wave.id }, query: { reason, rule, limit: 20, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    placeholderData: keepPreviousData,
  });

export const invitationsPages = (wave: Wave, state?: InvitationState) =>
  infiniteQueryOptions({
    queryKey: ['waves', 'invitations', wave.id, wave.version, state ?? ''],
    queryFn: ({ pageParam }) => body(api.GET('/api/waves/{id}/invitations', { params: { path: { id: wave.id }, query: { state, limit: 20, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    placeholderData: keepPreviousData,
    refetchInterval: isAtWork(wave.state) ? 2000 : false,
  });

/** The mails of a wave by how they stand, with how many stand how. */
export const mailsPages = (wave: Wave, state?: WaveMail['state']) =>
  infiniteQueryOptions({
    queryKey: ['waves', 'mails', wave.id, state ?? ''],
    queryFn: ({ pageParam }) => body(api.GET('/api/waves/{id}/mails', { params: { path: { id: wave.id }, query: { state, limit: 20, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    placeholderData: keepPreviousData,
    refetchInterval: isAtWork(wave.state) ? 2000 : wave.state === 'running' ? 15_000 : false,
  });

export const lettersPages = (program: string) =>
  infiniteQueryOptions({
    queryKey: ['letters', program],
    queryFn: ({ pageParam }) => body(api.GET('/api/letters', { params: { query: { program_id: program, limit: 50, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });

/** The letters of a program to choose from. */
export const lettersQuery = (program: string) =>
  queryOptions({ queryKey: ['letters', program, 'choice'], queryFn: () => body(api.GET('/api/letters', { params: { query: { program_id: program, limit: 200 } } })), enabled: program !== '' });

/** A letter as it is worked on here: it is not read again by itself. */
export const letterQuery = (id: string) =>
  queryOptions({ queryKey: ['letter', id], queryFn: () => body(api.GET('/api/letters/{id}', { params: { path: { id } } })), staleTime: Infinity, gcTime: 0 });

export const rulesQuery = queryOptions({ queryKey: ['contact-rules'], queryFn: () => body(api.GET('/api/contact-rules')) });

const tag = (of: { version: number }) => ({ 'If-Match': `"${of.version}"` });

/** Taking a step with a wave and removing it; whatever shows waves follows, also where somebody else was faster. */
export function useWaveChanges() {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: ['waves'] });
  return {
    step: useMutation({
      mutationFn: ({ wave, step }: { wave: Wave; step: Step }) => body(api.POST('/api/waves/{id}/steps', { params: { path: { id: wave.id }, header: tag(wave) }, body: { step } })),
      onSuccess: (now) => client.setQueryData(waveQuery(now.id).queryKey, now),
      onSettled,
    }),
    remove: useMutation({
      mutationFn: (wave: Wave) => body(api.DELETE('/api/waves/{id}', { params: { path: { id: wave.id }, header: tag(wave) } })),
      // The page of the wave is still open: only what lists it is read anew.
      onSuccess: () => client.invalidateQueries({ queryKey: ['waves', 'list'] }),
      onError: onSettled,
    }),
  };
}
