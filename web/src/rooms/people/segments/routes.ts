import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/routes';

const segmentsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/people/segments',
  component: lazyRouteComponent(() => import('./SegmentsPage'), 'SegmentsPage'),
});

const segmentRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/people/segments/$id',
  component: lazyRouteComponent(() => import('./SegmentPage'), 'SegmentPage'),
});

/** The screens of segments; they hang below the shell. */
export const segmentRoutes = [segmentsRoute, segmentRoute] as const;
