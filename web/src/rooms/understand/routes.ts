import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/routes';
import { readAnswersSearch } from './answers/search';
import { readChoicesSearch } from './choices/search';
import { readFieldworkSearch } from './fieldwork/search';
import { readUnderstandSearch } from './explore/search';
import { readNamelessSearch } from './nameless/search';
import { readRankingSearch } from './ranking/search';
import { readReasonsSearch } from './reasons/search';
import { readWeightingSearch } from './weightings/search';

const answersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/answers',
  validateSearch: readAnswersSearch,
  component: lazyRouteComponent(() => import('./AnswersPage'), 'AnswersPage'),
  staticData: { working: true },
});

const answerRoute = createRoute({
  getParentRoute: () => answersRoute,
  path: '$id',
  component: lazyRouteComponent(() => import('./AnswerPage'), 'AnswerPage'),
});

const understandRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/understand',
  validateSearch: readUnderstandSearch,
  component: lazyRouteComponent(() => import('./UnderstandPage'), 'UnderstandPage'),
});

const viewsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/views',
  component: lazyRouteComponent(() => import('./ViewsPage'), 'ViewsPage'),
});

const viewRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/views/$id',
  component: lazyRouteComponent(() => import('./ViewPage'), 'ViewPage'),
});

const boardsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/dashboards',
  component: lazyRouteComponent(() => import('./BoardsPage'), 'BoardsPage'),
});

const boardRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/dashboards/$id',
  component: lazyRouteComponent(() => import('./BoardPage'), 'BoardPage'),
});

const rankingRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/ranking',
  validateSearch: readRankingSearch,
  component: lazyRouteComponent(() => import('./RankingPage'), 'RankingPage'),
});

const placeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/place',
  validateSearch: readRankingSearch,
  component: lazyRouteComponent(() => import('./PlacePage'), 'PlacePage'),
});

const namelessRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/understand/surveys/$id',
  validateSearch: readNamelessSearch,
  component: lazyRouteComponent(() => import('./NamelessPage'), 'NamelessPage'),
});

const choicesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/understand/choices/$id',
  validateSearch: readChoicesSearch,
  component: lazyRouteComponent(() => import('./ChoicesPage'), 'ChoicesPage'),
});

const reasonsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/understand/reasons/$id',
  validateSearch: readReasonsSearch,
  component: lazyRouteComponent(() => import('./ReasonsPage'), 'ReasonsPage'),
});

const fieldworkRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/understand/fieldwork/$id',
  validateSearch: readFieldworkSearch,
  component: lazyRouteComponent(() => import('./FieldworkPage'), 'FieldworkPage'),
});

const weightingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/understand/weightings',
  validateSearch: readWeightingSearch,
  component: lazyRouteComponent(() => import('./WeightingsPage'), 'WeightingsPage'),
});

const weightingRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/understand/weightings/$id',
  validateSearch: readWeightingSearch,
  component: lazyRouteComponent(() => import('./WeightingPage'), 'WeightingPage'),
});

/** The room's screens; they hang below the shell. The home is `/`, which the app fills. */
export const understandRoutes = [understandRoute, answersRoute.addChildren([answerRoute]), viewsRoute, viewRoute, boardsRoute, boardRoute, rankingRoute, placeRoute, namelessRoute, choicesRoute, reasonsRoute, fieldworkRoute, weightingsRoute, weightingRoute] as const;
