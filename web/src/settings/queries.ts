import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { components } from '@/api/schema';

export type User = components['schemas']['User'];
export type Invite = components['schemas']['Invite'];
export type Grant = components['schemas']['Grant'];
export type Token = components['schemas']['Token'];
export type Entry = components['schemas']['Entry'];
export type Unit = components['schemas']['Unit'];

/** People with access whose name or address holds the words. */
export const usersQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: ['users', q],
    queryFn: ({ pageParam }) => body(api.GET('/api/users', { params: { query: { q: q || undefined, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });

/** Everybody with access, to choose from. */
export const everybodyQuery = queryOptions({
  queryKey: ['users', 'everybody'],
  queryFn: () => body(api.GET('/api/users', { params: { query: { limit: 200 } } })),
});

export const waitingQuery = infiniteQueryOptions({
  queryKey: ['mail', 'waiting'],
  queryFn: ({ pageParam }) => body(api.GET('/api/mail/waiting', { params: { query: { cursor: pageParam || undefined } } })),
  initialPageParam: '',
  getNextPageParam: (last) => last.next,
});

/** The audit log, newest first. */
export const auditQuery = (filter: { user?: string; kind?: string; from?: string; to?: string }) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam }) => body(api.GET('/api/audit', { params: { query: { ...filter, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });

export const invitesQuery = queryOptions({
  queryKey: ['invites'],
  queryFn: () => body(api.GET('/api/invites')),
});

export const programsQuery = queryOptions({
  queryKey: ['programs'],
  queryFn: () => body(api.GET('/api/programs', { params: { query: { limit: 200 } } })),
});

export const unitsQuery = queryOptions({
  queryKey: ['units'],
  queryFn: () => body(api.GET('/api/units')),
});

/** What may be known of customers and of accounts. */
export const traitDefinitionsQuery = queryOptions({
  queryKey: ['trait-definitions'],
  queryFn: () => body(api.GET('/api/traits/people')),
});

export const organisationQuery = queryOptions({
  queryKey: ['organisation'],
  queryFn: () => body(api.GET('/api/organisation')),
});

export const mailQuery = queryOptions({
  queryKey: ['mail'],
  queryFn: () => body(api.GET('/api/mail')),
});

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: () => body(api.GET('/api/tokens')),
});

/** What If-Match asks for: the version that the change was made on. */
export const matching = (version: number) => ({ 'If-Match': `"${version}"` });

/** The wordings that people are asked to agree to, the newest first. */
export const consentTextsPages = infiniteQueryOptions({
  queryKey: ['consent-texts', 'pages'],
  queryFn: ({ pageParam }) => body(api.GET('/api/consent-texts', { params: { query: { limit: 100, cursor: pageParam || undefined } } })),
  initialPageParam: '',
  getNextPageParam: (last) => last.next || undefined,
});
