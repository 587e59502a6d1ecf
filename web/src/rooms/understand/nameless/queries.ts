import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { components } from '@/api/schema';
import type { NamelessSearch } from './search';

type Schemas = components['schemas'];
export type Figures = Schemas['AnonymousFigures'];
export type Question = Schemas['AnonymousQuestion'];
export type Cell = Schemas['AnonymousCell'];
export type Text = Schemas['AnonymousText'];
export type Item = Schemas['AnonymousItem'];

export const figuresQuery = (id: string, { version, by, where }: NamelessSearch) =>
  queryOptions({
    queryKey: ['anonymous', id, version ?? 0, by ?? '', where ?? []],
    queryFn: () => body(api.GET('/api/surveys/{id}/anonymous', { params: { path: { id }, query: { number: version, by, where } } })),
    placeholderData: keepPreviousData,
  });

/** Texts in the order in which chance put them, page after page. */
export const textsPages = (id: string, version: number, question: string) =>
  infiniteQueryOptions({
    queryKey: ['anonymous', id, version, 'texts', question],
    queryFn: ({ pageParam }) => body(api.GET('/api/surveys/{id}/anonymous/texts', { params: { path: { id }, query: { number: version, question, limit: 20, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });
