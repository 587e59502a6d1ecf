import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { AccountsSearch, CustomersSearch } from './search';

export const programsQuery = queryOptions({
  queryKey: ['programs'],
  queryFn: () => body(api.GET('/api/programs', { params: { query: { limit: 200 } } })),
});

export const measuresQuery = (program: string) =>
  queryOptions({
    queryKey: ['measures', program],
    queryFn: () => body(api.GET('/api/measures', { params: { query: { program_id: program, limit: 200 } } })),
  });

export const unitsQuery = queryOptions({ queryKey: ['units'], queryFn: () => body(api.GET('/api/units')) });

/** Customers by name, page after page. */
export const customersPages = ({ q, account, unit, role, trait }: CustomersSearch) =>
  infiniteQueryOptions({
    queryKey: ['customers', q, account, unit, role, trait],
    queryFn: ({ pageParam }) => body(api.GET('/api/customers', { params: { query: { q, account, unit, role, trait, limit: 50, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    placeholderData: keepPreviousData,
  });

/** Customers who may be one, page after page; a page may be empty before the end. */
export const alikePages = infiniteQueryOptions({
  queryKey: ['duplicates', 'all'],
  queryFn: ({ pageParam }) => body(api.GET('/api/duplicates', { params: { query: { limit: 20, cursor: pageParam || undefined } } })),
  initialPageParam: '',
  getNextPageParam: (last) => last.next || undefined,
});

/** Accounts that may be one firm, page after page, as alikePages. */
export const alikeAccountsPages = infiniteQueryOptions({
  queryKey: ['duplicates', 'accounts'],
  queryFn: ({ pageParam }) => body(api.GET('/api/duplicates/accounts', { params: { query: { limit: 20, cursor: pageParam || undefined } } })),
  initialPageParam: '',
  getNextPageParam: (last) => last.next || undefined,
});

export const customerQuery = (id: string) =>
  queryOptions({ queryKey: ['customer', id], queryFn: () => body(api.GET('/api/customers/{id}', { params: { path: { id } } })) });

export const accountQuery = (id: string) =>
  queryOptions({ queryKey: ['account', id], queryFn: () => body(api.GET('/api/accounts/{id}', { params: { path: { id } } })) });

/** Accounts by name, page after page, where there is no measure to score them by. */
export const accountsPages = (q?: string, trait?: string[]) =>
  infiniteQueryOptions({
    queryKey: ['accounts', 'list', q, trait],
    queryFn: ({ pageParam }) => body(api.GET('/api/accounts', { params: { query: { q, trait, limit: 50, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    placeholderData: keepPreviousData,
  });

/** An account's contacts, by name. */
export const contactsPages = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['contacts', id],
    queryFn: ({ pageParam }) => body(api.GET('/api/accounts/{id}/contacts', { params: { path: { id }, query: { limit: 50, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });

/** Three scores over accounts, and the accounts, page after page. */
export const accountScoresPages = (measure: string, { from, to, cadence, by, show, sort, q, unit, trait }: AccountsSearch) =>
  infiniteQueryOptions({
    queryKey: ['account-scores', measure, from, to, cadence, by, show, sort, q, unit, trait],
    queryFn: ({ pageParam }) =>
      body(api.GET('/api/account-scores', { params: { query: { measure, from, to, cadence, by, show, sort, q, unit, trait, limit: 50, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    placeholderData: keepPreviousData,
  });

export const scoresOfAccountQuery = (id: string, measure: string) =>
  queryOptions({
    queryKey: ['scores-of-account', id, measure],
    queryFn: () => body(api.GET('/api/accounts/{id}/scores', { params: { path: { id }, query: { measure } } })),
  });

/** What may be known of customers and of accounts. */
export const definitionsQuery = queryOptions({ queryKey: ['trait-definitions'], queryFn: () => body(api.GET('/api/traits/people')) });

/** The program that a firm answered last, for those who may read answers. */
export const lastAnsweredQuery = (account: string) =>
  queryOptions({
    queryKey: ['last-answered', account],
    queryFn: async () => (await body(api.GET('/api/responses', { params: { query: { where: [`account:${account}`], limit: 1 } } }))).items[0]?.program_id ?? '',
  });

/** Whose traits are asked for. */
export type Subject = 'customers' | 'accounts';

export const traitsQuery = (of: Subject, id: string) =>
  queryOptions({
    queryKey: ['party-traits', of, id],
    queryFn: () => of === 'customers'
      ? body(api.GET('/api/customers/{id}/traits', { params: { path: { id } } }))
      : body(api.GET('/api/accounts/{id}/traits', { params: { path: { id } } })),
  });
