import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/routes';
import { readSurveyAnswersSearch } from './answers/search';

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

const surveyAnswersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/measures/surveys/$id/answers',
  validateSearch: readSurveyAnswersSearch,
  component: lazyRouteComponent(() => import('./SurveyAnswersPage'), 'SurveyAnswersPage'),
});

const surveyAnswerRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/measures/surveys/$id/answers/$response',
  validateSearch: readSurveyAnswersSearch,
  component: lazyRouteComponent(() => import('./SurveyAnswerPage'), 'SurveyAnswerPage'),
});

const surveyRepliesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/measures/surveys/$id/replies',
  component: lazyRouteComponent(() => import('./SurveyRepliesPage'), 'SurveyRepliesPage'),
});

const surveyTestsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/measures/surveys/$id/tests',
  component: lazyRouteComponent(() => import('./SurveyTestsPage'), 'SurveyTestsPage'),
});

const surveyTestRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/measures/surveys/$id/tests/$test',
  component: lazyRouteComponent(() => import('./SurveyTestPage'), 'SurveyTestPage'),
});

/** The room's screens; they hang below the shell. */
export const collectRoutes = [startRoute, listRoute, importRoute, surveyAnswersRoute, surveyAnswerRoute, surveyRepliesRoute, surveyTestsRoute, surveyTestRoute] as const;
