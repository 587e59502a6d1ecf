import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { readHomeSearch } from '@/rooms/understand/home/search';
import { shellRoute } from './routes';

/** The start page; it leads on to collect's first steps where there is no program yet. */
export const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  validateSearch: readHomeSearch,
  component: lazyRouteComponent(() => import('@/rooms/understand/BalconyPage'), 'BalconyPage'),
});
