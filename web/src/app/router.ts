import type { QueryClient } from '@tanstack/react-query';
import { createRoute, createRouter } from '@tanstack/react-router';
import { accessRoutes, accountRoute } from '@/access/routes';
import { collectRoutes } from '@/rooms/collect/routes';
import { journeyRoutes } from '@/rooms/journey/routes';
import { analysisRoutes } from '@/rooms/listen/analysis/routes';
import { codingRoutes } from '@/rooms/listen/coding/routes';
import { findingRoutes } from '@/rooms/listen/findings/routes';
import { coderRoutes } from '@/rooms/listen/coders/routes';
import { listenRoutes } from '@/rooms/listen/routes';
import { topicRoutes } from '@/rooms/listen/topics/routes';
import { outreachRoutes } from '@/rooms/outreach/routes';
import { peopleRoutes } from '@/rooms/people/routes';
import { measureRoutes } from '@/rooms/measure/routes';
import { purposeRoutes } from '@/rooms/purpose/routes';
import { understandRoutes } from '@/rooms/understand/routes';
import { segmentRoutes } from '@/rooms/people/segments/routes';
import { settingsRoute } from '@/settings/routes';
import { Loading } from '@/ui/Loading';
import { NotFound } from './NotFound';
import { RouteError } from './RouteError';
import { homeRoute } from './home';
import { rootRoute, shellRoute } from './routes';

// Addresses that lead nowhere keep the rooms in sight.
const nowhere = createRoute({ getParentRoute: () => shellRoute, path: '$', component: NotFound });

const routeTree = rootRoute.addChildren([
  ...accessRoutes,
  shellRoute.addChildren([homeRoute, accountRoute, settingsRoute, ...purposeRoutes, ...peopleRoutes, ...journeyRoutes, ...listenRoutes, ...analysisRoutes, ...coderRoutes, ...codingRoutes, ...findingRoutes, ...topicRoutes, ...measureRoutes, ...outreachRoutes, ...collectRoutes, ...understandRoutes, ...segmentRoutes, nowhere]),
]);

/** The page's addresses. */
export function makeRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultPendingComponent: Loading,
    defaultErrorComponent: RouteError,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
