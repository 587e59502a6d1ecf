import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { known, metricQuery, type Filter } from '../filter/filter';

/** What a list of answers is narrowed by besides the filter of the figures. */
export interface AnswersFilter extends Filter {
  /** Words to find in what was written. */
  q?: string;
  has_text?: boolean;
  import?: string;
}

// What chooses the answers, of a list or of a file.
const chosen = (filter: AnswersFilter) =>
  known({ ...metricQuery(filter), program: filter.program, measure: filter.measure, q: filter.q || undefined, has_text: filter.has_text, import: filter.import });

/** How a file of answers is written. */
export interface ExportKind {
  format: 'csv' | 'xlsx';
  decimal?: 'point' | 'comma';
}

/** All answers of a filter as a file. */
export const exportAnswers = (filter: AnswersFilter, kind: ExportKind, lang: 'en' | 'fr'): Promise<Blob> =>
  body(api.GET('/api/responses/export', { params: { query: { ...chosen(filter), ...kind, lang } }, parseAs: 'blob' })) as Promise<Blob>;

/** Answers, newest first, page after page. */
export const answersPages = (filter: AnswersFilter, limit = 50) =>
  infiniteQueryOptions({
    queryKey: ['answers', filter, limit],
    queryFn: ({ pageParam }) => {
      const query = known({ ...chosen(filter), limit, cursor: pageParam || undefined });
      return body(api.GET('/api/responses', { params: { query } }));
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    placeholderData: keepPreviousData,
  });

export const answerQuery = (id: string) =>
  queryOptions({
    queryKey: ['answer', id],
    queryFn: () => body(api.GET('/api/responses/{id}', { params: { path: { id } } })),
  });
