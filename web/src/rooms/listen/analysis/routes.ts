import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/routes';

const analysisRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/listen/studies/$id/codes',
  component: lazyRouteComponent(() => import('./AnalysisPage'), 'AnalysisPage'),
});

const codebookRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/listen/codebooks/$id',
  component: lazyRouteComponent(() => import('./CodebookPage'), 'CodebookPage'),
});

const splitRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/listen/codebooks/$id/codes/$code/split',
  component: lazyRouteComponent(() => import('./split/SplitPage'), 'SplitPage'),
});

/** The screens of what a study's codes tell, and of codebooks. */
export const analysisRoutes = [analysisRoute, codebookRoute, splitRoute] as const;
