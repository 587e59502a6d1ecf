import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/routes';

/** What a topic is: a moment of the journey, a code, or words. */
export const topicKinds = ['touchpoint', 'code', 'word'] as const;
export type TopicKind = (typeof topicKinds)[number];

/** What the address of topics says: the program. */
export interface TopicSearch {
  program?: string;
}

/** Reads the address; what does not belong is dropped. */
export const readTopicSearch = (raw: Record<string, unknown>): TopicSearch => (typeof raw.program === 'string' && raw.program ? { program: raw.program.slice(0, 100) } : {});

const topicsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/listen/topics',
  validateSearch: readTopicSearch,
  component: lazyRouteComponent(() => import('./TopicsPage'), 'TopicsPage'),
});

const topicRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/listen/topics/$kind/$of',
  validateSearch: readTopicSearch,
  component: lazyRouteComponent(() => import('./TopicPage'), 'TopicPage'),
});

/** The screens of topics. */
export const topicRoutes = [topicsRoute, topicRoute] as const;
