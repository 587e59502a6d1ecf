import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/routes';

const startRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/start',
  component: lazyRouteComponent(() => import('./StartPage'), 'StartPage'),
});

const listRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/import',
  component: lazyRouteComponent(() => import('./ImportListPage'), 'ImportListPage'),
});

const importRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/import/$id',
  component: lazyRouteComponent(() => import('./ImportPage'), 'ImportPage'),
  staticData: { working: true },
});

/** The room's screens; they hang below the shell. */
export const collectRoutes = [startRoute, listRoute, importRoute] as const;
