import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { components } from '@/api/schema';

type Schemas = components['schemas'];
export type CodeCount = Schemas['CodeCount'];
export type TraitTable = Schemas['TraitTable'];
export type Together = Schemas['Together'];
export type Saturation = Schemas['SaturationCurve'];
export type Quote = Schemas['Quote'];
export type Mode = NonNullable<Schemas['Coding']['mode']>;

const of = (study: string) => ['study', study] as const;
const path = (id: string) => ({ path: { id } });

export const countsQuery = (study: string) =>
  queryOptions({ queryKey: [...of(study), 'counts'], queryFn: async () => (await body(api.GET('/api/studies/{id}/codes', { params: path(study) })))?.items ?? [] });

export const traitsQuery = (study: string) =>
  queryOptions({ queryKey: [...of(study), 'traits'], queryFn: async () => (await body(api.GET('/api/studies/{id}/traits', { params: path(study) })))?.items ?? [] });

export const byTraitQuery = (study: string, trait: string) =>
  queryOptions({ queryKey: [...of(study), 'by-trait', trait], queryFn: () => body(api.GET('/api/studies/{id}/codes-by-trait', { params: { ...path(study), query: { trait } } })) });

export const togetherQuery = (study: string) =>
  queryOptions({ queryKey: [...of(study), 'together'], queryFn: async () => (await body(api.GET('/api/studies/{id}/together', { params: path(study) })))?.items ?? [] });

export const saturationQuery = (study: string) =>
  queryOptions({ queryKey: [...of(study), 'saturation'], queryFn: () => body(api.GET('/api/studies/{id}/saturation', { params: path(study) })) });

/** Which quotes of a study. */
export interface QuoteFilter {
  code?: string;
  mode?: Mode;
}

export const quotesQuery = (study: string, filter: QuoteFilter) =>
  infiniteQueryOptions({
    queryKey: [...of(study), 'quotes', filter],
    queryFn: ({ pageParam }) => body(api.GET('/api/studies/{id}/quotes', { params: { ...path(study), query: { ...filter, cursor: pageParam, limit: 20 } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last?.next,
  });

/** Where a study's quotes are taken along. */
export const quotesPath = (study: string, filter: QuoteFilter, format: 'xlsx' | 'docx', language: string) =>
  `/api/studies/${study}/quotes/export?${new URLSearchParams({ ...filter, format, lang: language.slice(0, 2) })}`;
