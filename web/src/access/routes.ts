import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute, shellRoute } from '@/app/routes';

// Only a path of this page may follow the sign-in, never another site. A wrong
// one is given back as undefined: what is left out, the router would keep.
function nextPath(search: Record<string, unknown>): { next?: string } {
  const next = search.next;
  return { next: typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : undefined };
}

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: nextPath,
  component: lazyRouteComponent(() => import('./SignIn'), 'SignIn'),
});

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  component: lazyRouteComponent(() => import('./Setup'), 'Setup'),
});
const forgotRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/forgot',
  component: lazyRouteComponent(() => import('./Forgot'), 'Forgot'),
});
const resetRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reset',
  component: lazyRouteComponent(() => import('./Reset'), 'Reset'),
});
const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./Invitation'), 'Invitation'),
});

/** Screens outside the sign-in. Tokens stand in the fragment, so that no log holds them. */
export const accessRoutes = [signInRoute, setupRoute, forgotRoute, resetRoute, invitationRoute] as const;

/** One's own account, inside the shell. */
export const accountRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('./Account'), 'Account'),
});
