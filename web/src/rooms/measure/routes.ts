import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/routes';
import { surveyStates, type SurveyState } from './surveys/wire';
import { intents, type Intent } from './wire';

/** What the address of the grounds says: a program, and a measure that is open. */
export interface MeasureSearch {
  program?: string;
  measure?: string;
}

/** What the address of the list says: a program, words, what they are about. */
export interface MeasuresSearch {
  program?: string;
  q?: string;
  intent?: Intent;
}

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);

export const readMeasureSearch = (raw: Record<string, unknown>): MeasureSearch => ({ program: text(raw.program), measure: text(raw.measure) });

export const readMeasuresSearch = (raw: Record<string, unknown>): MeasuresSearch => ({
  program: text(raw.program), q: text(raw.q), intent: intents.find((i) => i === raw.intent),
});

const measuresRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/measures',
  validateSearch: readMeasuresSearch,
  component: lazyRouteComponent(() => import('./MeasuresPage'), 'MeasuresPage'),
});

const groundRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/measures/ground',
  validateSearch: readMeasureSearch,
  component: lazyRouteComponent(() => import('./GroundPage'), 'GroundPage'),
});

/** What the address of the surveys says: a program, words, how they stand. */
export interface SurveysSearch {
  program?: string;
  q?: string;
  state?: SurveyState;
}

export const readSurveysSearch = (raw: Record<string, unknown>): SurveysSearch => ({
  program: text(raw.program), q: text(raw.q), state: surveyStates.find((s) => s === raw.state),
});

/** What the address of a survey says: what of it is open. */
export interface SurveySearch {
  tab?: 'test' | 'publish' | 'share' | 'versions';
}

export const readSurveySearch = (raw: Record<string, unknown>): SurveySearch => ({ tab: (['test', 'publish', 'share', 'versions'] as const).find((tab) => tab === raw.tab) });

const surveysRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/measures/surveys',
  validateSearch: readSurveysSearch,
  component: lazyRouteComponent(() => import('./SurveysPage'), 'SurveysPage'),
});

const surveyRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/measures/surveys/$id',
  validateSearch: readSurveySearch,
  component: lazyRouteComponent(() => import('./SurveyPage'), 'SurveyPage'),
});

const reasonsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/measures/reasons',
  validateSearch: readMeasureSearch,
  component: lazyRouteComponent(() => import('./ReasonsPage'), 'ReasonsPage'),
});

const reasonListRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/measures/reasons/$id',
  component: lazyRouteComponent(() => import('./ReasonListPage'), 'ReasonListPage'),
});

const measureRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/measures/$id',
  component: lazyRouteComponent(() => import('./MeasurePage'), 'MeasurePage'),
});

/** The room's screens. */
export const measureRoutes = [measuresRoute, surveysRoute, surveyRoute, groundRoute, reasonsRoute, reasonListRoute, measureRoute] as const;
