import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/routes';
import { readStudiesSearch, readStudySearch } from './search';

const studiesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/listen',
  validateSearch: readStudiesSearch,
  component: lazyRouteComponent(() => import('./StudiesPage'), 'StudiesPage'),
});

const studyRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/listen/studies/$id',
  validateSearch: readStudySearch,
  component: lazyRouteComponent(() => import('./StudyPage'), 'StudyPage'),
});

const interviewRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/listen/interviews/$id',
  component: lazyRouteComponent(() => import('./InterviewPage'), 'InterviewPage'),
});

const maskingRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/listen/documents/$id/masking',
  component: lazyRouteComponent(() => import('./MaskingPage'), 'MaskingPage'),
});

const mendingRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/listen/documents/$id/speakers',
  component: lazyRouteComponent(() => import('./mending/MendingPage'), 'MendingPage'),
});

const askRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/listen/studies/$id/ask',
  component: lazyRouteComponent(() => import('./ask/AskPage'), 'AskPage'),
});

/** The room's screens of studies, interviews and masking. */
export const listenRoutes = [studiesRoute, studyRoute, interviewRoute, maskingRoute, mendingRoute, askRoute] as const;
