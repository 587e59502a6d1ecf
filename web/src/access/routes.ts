import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute, shellRoute } from '@/app/routes';

/** Only a path of this page may follow the sign-in, never another site. */
function nextPath(search: Record<string, unknown>): { next?: string } {
  const next = search.next;
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? { next } : {};
}

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: nextPath,
  component: lazyRouteComponent(() => import('./SignIn'), 'SignIn'),
});

/** Screens outside the sign-in. Tokens stand in the fragment, so that no log holds them. */
export const accessRoutes = [signInRoute];

/** One's own account, inside the shell. */
export const accountRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('./Account'), 'Account'),
});
