import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { SurveyAnswersSearch } from './search';

const chosen = ({ q, version, language, came_by, outcome, doubt, from, to }: SurveyAnswersSearch) => ({
  q, from, to, version: version === undefined ? undefined : [version], language: language ? [language] : undefined, came_by: came_by ? [came_by] : undefined, outcome: outcome ? [outcome] : undefined,
  doubt: doubt ? [doubt] : undefined,
});

export const surveyQuery = (id: string) => queryOptions({ queryKey: ['survey', id], queryFn: () => body(api.GET('/api/surveys/{id}', { params: { path: { id } } })) });

/** Who answered a survey, the newest begun first, page after page. */
export const surveyAnswersPages = (id: string, search: SurveyAnswersSearch) =>
  infiniteQueryOptions({
    queryKey: ['survey', id, 'responses', search],
    queryFn: ({ pageParam }) => body(api.GET('/api/surveys/{id}/responses', { params: { path: { id }, query: { ...chosen(search), limit: 50, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    placeholderData: keepPreviousData,
  });

/** What one person answered, as it was asked. */
export const surveyAnswerQuery = (id: string, response: string) =>
  queryOptions({ queryKey: ['survey', id, 'response', response], queryFn: () => body(api.GET('/api/surveys/{id}/responses/{response}', { params: { path: { id, response } } })) });

/** The tests of a survey, the newest begun first, page after page. */
export const surveyTestsPages = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['survey', id, 'tests', 'list'],
    queryFn: ({ pageParam }) => body(api.GET('/api/surveys/{id}/tests', { params: { path: { id }, query: { limit: 50, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });

/** A test as it was asked and answered. */
export const surveyTestQuery = (id: string, test: string) =>
  queryOptions({ queryKey: ['survey', id, 'tests', test], queryFn: () => body(api.GET('/api/surveys/{id}/tests/{test}', { params: { path: { id, test } } })) });

/** How a file of answers is written. */
export interface OutForm {
  format: 'csv' | 'xlsx' | 'parquet' | 'jsonl';
  decimal: 'point' | 'comma';
  values: 'labels' | 'codes';
  lang: 'en' | 'fr';
  texts?: string;
}

/** All answers of a search, or all tests where there is none, as a file, telling how many bytes have come. */
export async function takeOut(id: string, search: SurveyAnswersSearch | undefined, form: OutForm, told: (bytes: number) => void, signal: AbortSignal): Promise<Blob> {
  const { data } = search
    ? await api.GET('/api/surveys/{id}/responses/export', { params: { path: { id }, query: { ...chosen(search), ...form } }, parseAs: 'stream', signal })
    : await api.GET('/api/surveys/{id}/tests/export', { params: { path: { id }, query: form }, parseAs: 'stream', signal });
  const reader = (data as unknown as ReadableStream<Uint8Array<ArrayBuffer>>).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let bytes = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return new Blob(parts);
    parts.push(value);
    told((bytes += value.length));
  }
}
