import { queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { components } from '@/api/schema';
import type { ToAsk } from '../wire';

type Schemas = components['schemas'];
export type Candidate = Schemas['Candidate'];
export type Quota = Schemas['Quota'];
export type AskedFile = Schemas['AskedFile'];
export type AskedColumn = Schemas['AskedColumn'];

/** Most people that are looked through at once, as the server has it. */
export const mostAsked = 500;

export const quotasQuery = (study: string) =>
  queryOptions({ queryKey: ['study', study, 'quotas'], queryFn: () => body(api.GET('/api/studies/{id}/quotas', { params: { path: { id: study } } })) });

export const segmentNamesQuery = queryOptions({
  queryKey: ['segments', 'to-ask'],
  queryFn: () => body(api.GET('/api/segments', { params: { query: { limit: 200 } } })),
});

export const unitsQuery = queryOptions({ queryKey: ['units'], queryFn: () => body(api.GET('/api/units')) });

/** The customers of a segment as people to ask, the first 500. */
export async function askSegment(id: string): Promise<ToAsk[]> {
  const out: ToAsk[] = [];
  for (let cursor: string | undefined; out.length < mostAsked; ) {
    const page: Schemas['ListMember'] = await body(api.GET('/api/segments/{id}/customers', { params: { path: { id }, query: { limit: 200, cursor } } }));
    out.push(...page.items.map((m) => ({ customer_key: m.key, segment_id: id })));
    if (!page.next) break;
    cursor = page.next;
  }
  return out.slice(0, mostAsked);
}

export interface AccountPicks {
  q: string;
  unit: string;
  owner: string;
}

/** Accounts as a list finds them, as firms to ask, the first 500. */
export async function askAccounts({ q, unit, owner }: AccountPicks): Promise<ToAsk[]> {
  const out: ToAsk[] = [];
  for (let cursor: string | undefined; out.length < mostAsked; ) {
    const page: Schemas['ListAccount'] = await body(api.GET('/api/accounts', { params: { query: { q: q || undefined, unit: unit || undefined, owner: owner || undefined, limit: 200, cursor } } }));
    out.push(...page.items.map((a) => ({ account_key: a.key })));
    if (!page.next) break;
    cursor = page.next;
  }
  return out.slice(0, mostAsked);
}

/** How a file of people is read; columns as said, or guessed where nothing is. */
export const readFile = (study: string, file: File, columns?: readonly AskedColumn['as'][]) =>
  body(api.POST('/api/studies/{id}/candidates/file', {
    params: { path: { id: study }, query: { columns: columns?.join(',') } }, body: file as unknown as string,
    bodySerializer: (raw: unknown) => raw as BodyInit, headers: { 'Content-Type': 'application/octet-stream' },
  }));

/** Who of a list might be asked. */
export const lookThrough = async (study: string, items: ToAsk[]) => (await body(api.POST('/api/studies/{id}/candidates', { params: { path: { id: study } }, body: { items } }))).items;
