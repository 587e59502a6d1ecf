import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { components } from '@/api/schema';
import { metricQuery, type Filter } from '../filter/filter';
import { lengthOf } from './search';

type Schemas = components['schemas'];
export type Choices = Schemas['ChoicesResult'];
export type Group = Schemas['ChoiceGroup'];
export type Item = Schemas['ChoiceItem'];

/** The results of a best-worst question of a survey, by a key or a length of periods where one is named. */
export const choicesQuery = (id: string, filter: Filter, question?: string, by?: string) => {
  const { from, to, where } = metricQuery(filter);
  const period = lengthOf(by);
  return queryOptions({
    queryKey: ['choices', id, question ?? '', by ?? '', { from, to, where }],
    queryFn: () => body(api.GET('/api/surveys/{id}/choices', { params: { path: { id }, query: { question, by: period ? undefined : by, period: period ?? 'none', from, to, where } } })),
    placeholderData: keepPreviousData,
  });
};
