import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { asProblem } from '@/api/problem';
import type { TopicKind } from './routes';

export const topicsQuery = (program: string) =>
  queryOptions({ queryKey: ['topics', program], queryFn: () => body(api.GET('/api/topics', { params: { query: { program, limit: 100 } } })), enabled: program !== '' });

export const topicQuery = (program: string, kind: TopicKind, of: string) =>
  queryOptions({
    queryKey: ['topic', program, kind, of], queryFn: () => body(api.GET('/api/topic', { params: { query: { program, [kind]: of } } })), enabled: program !== '',
  });

/** The program that a touchpoint or a code belongs to, for an address that names none: the first that finds it. */
export const topicHomeQuery = (programs: readonly string[], kind: TopicKind, of: string) =>
  queryOptions({
    queryKey: ['topic-home', programs, kind, of],
    queryFn: async () => {
      for (const program of programs) {
        try {
          await api.GET('/api/topic', { params: { query: { program, [kind]: of } } });
          return program;
        } catch (thrown) {
          if (asProblem(thrown).code !== 'not_found') throw thrown;
        }
      }
      return null;
    },
  });

export const topicQuotesPages = (program: string, kind: TopicKind, of: string) =>
  infiniteQueryOptions({
    queryKey: ['topic-quotes', program, kind, of],
    queryFn: ({ pageParam }) => body(api.GET('/api/topic/quotes', { params: { query: { program, [kind]: of, limit: 8, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    placeholderData: keepPreviousData,
  });

/** The measures that rest on these findings, or that have the word. */
export const topicMeasuresQuery = (program: string, findings: readonly string[], word?: string) =>
  queryOptions({
    queryKey: ['topic-measures', program, findings, word],
    queryFn: () => body(api.GET('/api/topic-measures', { params: { query: { program_id: program, finding: [...findings], word } } })),
  });

/** Where a measure stands, over all of its answers. */
export const standsQuery = (measure: string) =>
  queryOptions({ queryKey: ['metrics', 'topic', measure], queryFn: () => body(api.GET('/api/metrics', { params: { query: { measure, limit: 1 } } })) });

/** The first answers with the words; how many there are is told as far as these go. */
export const mostAnswers = 100;
export const writtenQuery = (program: string, q: string) =>
  queryOptions({ queryKey: ['responses', 'topic', program, q], queryFn: () => body(api.GET('/api/responses', { params: { query: { program, q, limit: mostAnswers } } })) });

export const registerQuery = (program: string) =>
  queryOptions({ queryKey: ['register', program, {}], queryFn: () => body(api.GET('/api/register', { params: { query: { program } } })), enabled: program !== '' });

export const heldQuery = (touchpoint: string, version: number) =>
  queryOptions({ queryKey: ['conformance', touchpoint, version], queryFn: () => body(api.GET('/api/touchpoints/{id}/conformance', { params: { path: { id: touchpoint } } })) });

/** Words that speak for a finding, the first ones. */
export const wordsQuery = (finding: string) =>
  queryOptions({
    queryKey: ['finding-excerpts', finding, 'for', 'topic'],
    queryFn: () => body(api.GET('/api/findings/{id}/excerpts', { params: { path: { id: finding }, query: { side: 'for', limit: 2 } } })),
  });
