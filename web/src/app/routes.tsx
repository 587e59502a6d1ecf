import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { sessionQuery } from '@/access/session';
import { asProblem } from '@/api/problem';
import { changeLanguage, isLanguage } from '@/i18n';
import { Bare } from './Bare';
import i18next from 'i18next';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** A working screen: dense, so the navigation folds into a top bar under 1400 px. */
    working?: boolean;
  }
}

/** The root of all addresses. */
export const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Outlet });

/** All screens behind the sign-in; rooms hang their routes below it. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  beforeLoad: async ({ context, location }) => {
    try {
      const session = await context.queryClient.ensureQueryData(sessionQuery);
      const { language } = session.user;
      if (isLanguage(language) && language !== i18next.language) await changeLanguage(language);
    } catch (thrown) {
      if (asProblem(thrown).code !== 'unauthenticated') throw thrown;
      const here = location.href === '/' ? undefined : location.href;
      throw redirect({ to: '/sign-in', search: here ? { next: here } : {} });
    }
  },
  component: lazyRouteComponent(() => import('./Shell'), 'Shell'),
  errorComponent: Bare,
});
