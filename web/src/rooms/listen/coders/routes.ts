import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/routes';

const codersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/listen/studies/$id/coders',
  component: lazyRouteComponent(() => import('./CodersPage'), 'CodersPage'),
});

/** The screen of coders who do not sign in, and of tables of coded texts. */
export const coderRoutes = [codersRoute] as const;
