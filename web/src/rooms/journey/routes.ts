import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/routes';
import { readRegisterSearch } from './search';

const registerRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/journeys/touchpoints',
  validateSearch: readRegisterSearch,
  component: lazyRouteComponent(() => import('./RegisterPage'), 'RegisterPage'),
});

const standardsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/journeys/standards',
  validateSearch: readRegisterSearch,
  component: lazyRouteComponent(() => import('./StandardsPage'), 'StandardsPage'),
});

/** The room's screens. */
export const journeyRoutes = [registerRoute, standardsRoute] as const;
