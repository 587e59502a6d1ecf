import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { SurveyState } from './wire';

/** Surveys of a program that have words in their name and a state, page after page. */
export const surveysPages = (program: string, { q, state }: { q?: string; state?: SurveyState }) =>
  infiniteQueryOptions({
    queryKey: ['surveys', program, q ?? '', state ?? ''],
    queryFn: ({ pageParam }) => body(api.GET('/api/surveys', { params: { query: { program_id: program, limit: 50, search: q, state, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    placeholderData: keepPreviousData,
  });

export const surveyQuery = (id: string) => queryOptions({ queryKey: ['survey', id], queryFn: () => body(api.GET('/api/surveys/{id}', { params: { path: { id } } })) });

/** The draft with the survey it is of; read once, since it is worked on here. */
export const draftQuery = (id: string) =>
  queryOptions({
    queryKey: ['survey', id, 'draft'],
    queryFn: async () => {
      const survey = await body(api.GET('/api/surveys/{id}', { params: { path: { id } } }));
      return { survey, document: await body(api.GET('/api/surveys/{id}/draft', { params: { path: { id } } })) };
    },
    staleTime: Infinity,
    gcTime: 0,
  });

export const checkQuery = (id: string, version: number) =>
  queryOptions({ queryKey: ['survey', id, 'check', version], queryFn: () => body(api.GET('/api/surveys/{id}/check', { params: { path: { id } } })) });

export const versionsPages = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['survey', id, 'versions'],
    queryFn: ({ pageParam }) => body(api.GET('/api/surveys/{id}/versions', { params: { path: { id }, query: { limit: 20, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });

export const versionQuery = (id: string, number: number) =>
  queryOptions({ queryKey: ['survey', id, 'version', number], queryFn: () => body(api.GET('/api/surveys/{id}/versions/{number}', { params: { path: { id, number } } })), staleTime: Infinity });

/** All measures that a question may ask. */
export const askableQuery = (program: string) =>
  queryOptions({ queryKey: ['measures', program, 'askable'], queryFn: () => body(api.GET('/api/measures', { params: { query: { program_id: program, limit: 200 } } })) });

/** The lists of main reasons that a question may ask. */
export const askableListsQuery = (program: string) =>
  queryOptions({ queryKey: ['reason-lists', program, 'askable'], queryFn: () => body(api.GET('/api/reason-lists', { params: { query: { program_id: program, limit: 200 } } })) });

/** What is known of contacts, by which conditions ask. */
export const peopleTraitsQuery = queryOptions({ queryKey: ['traits', 'people', 'conditions'], queryFn: () => body(api.GET('/api/traits/people')), staleTime: 60_000 });

/** The links by which a survey is tried out. */
export const testLinksQuery = (id: string) =>
  queryOptions({ queryKey: ['survey', id, 'test-links'], queryFn: () => body(api.GET('/api/surveys/{id}/test-links', { params: { path: { id } } })) });

/** What the last filling by chance found. */
export const fillQuery = (id: string) =>
  queryOptions({ queryKey: ['survey', id, 'tests', 'fill'], queryFn: () => body(api.GET('/api/surveys/{id}/tests/fill', { params: { path: { id } } })), staleTime: 60_000 });
