import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { components } from '@/api/schema';
import { lengthOf } from '../choices/search';
import { metricQuery, type Filter } from '../filter/filter';
import { measureOf } from './search';

type Schemas = components['schemas'];
export type ReasonShares = Schemas['ReasonShares'];
export type ReasonGroup = Schemas['ReasonGroup'];

/** How often the reasons of a list are named, by the score beside them, a key or a length of periods. */
export const reasonSharesQuery = (id: string, filter: Filter, by?: string) => {
  const { from, to, where } = metricQuery(filter);
  const beside = measureOf(by);
  const period = lengthOf(by);
  const key = beside || period || by === 'all' ? undefined : by;
  return queryOptions({
    queryKey: ['reason-shares', id, by ?? '', { from, to, where }],
    queryFn: () => body(api.GET('/api/reason-lists/{id}/shares', { params: { path: { id }, query: { beside, by: key, period: period ?? 'none', from, to, where } } })),
    placeholderData: keepPreviousData,
  });
};
