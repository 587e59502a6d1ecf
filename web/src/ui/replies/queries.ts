import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { components } from '@/api/schema';

export type Thread = components['schemas']['ReplyThread'];
export type Message = components['schemas']['ReplyMessage'];
export type ListedThread = components['schemas']['ReplyListed'];

/** What a thread is about: an answer to a survey, or a text of an anonymous one. */
export type About = { survey: string; response: string } | { survey: string; text: string };

const path = (about: About) => ('response' in about ? { id: about.survey, response: about.response } : { id: about.survey, text: about.text });

export const threadKey = (about: About) => ['survey', about.survey, 'replies', 'response' in about ? about.response : about.text];

export const threadQuery = (about: About) =>
  queryOptions({
    queryKey: threadKey(about),
    queryFn: () => ('response' in about
      ? body(api.GET('/api/surveys/{id}/responses/{response}/replies', { params: { path: path(about) as { id: string; response: string } } }))
      : body(api.GET('/api/surveys/{id}/anonymous/texts/{text}/replies', { params: { path: path(about) as { id: string; text: string } } }))),
  });

export const writeReply = (about: About, text: string) => ('response' in about
  ? body(api.POST('/api/surveys/{id}/responses/{response}/replies', { params: { path: { id: about.survey, response: about.response } }, body: { text } }))
  : body(api.POST('/api/surveys/{id}/anonymous/texts/{text}/replies', { params: { path: { id: about.survey, text: about.text } }, body: { text } })));

export const removeReply = async (about: About, reply: string): Promise<void> => {
  if ('response' in about) await api.DELETE('/api/surveys/{id}/responses/{response}/replies/{reply}', { params: { path: { id: about.survey, response: about.response, reply } } });
  else await api.DELETE('/api/surveys/{id}/anonymous/texts/{text}/replies/{reply}', { params: { path: { id: about.survey, text: about.text, reply } } });
};

/** The threads of a survey by their last message, page after page. */
export const threadsPages = (survey: string) =>
  infiniteQueryOptions({
    queryKey: ['survey', survey, 'replies'],
    queryFn: ({ pageParam }) => body(api.GET('/api/surveys/{id}/replies', { params: { path: { id: survey }, query: { limit: 30, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });
