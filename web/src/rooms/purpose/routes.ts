import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/routes';

/** What the room's addresses say. */
export interface PurposeSearch {
  program?: string;
}

export const readPurposeSearch = (raw: Record<string, unknown>): PurposeSearch => (typeof raw.program === 'string' && raw.program ? { program: raw.program } : {});

const purposeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/purpose',
  validateSearch: readPurposeSearch,
  component: lazyRouteComponent(() => import('./PurposePage'), 'PurposePage'),
});

const questionsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/purpose/questions',
  validateSearch: readPurposeSearch,
  component: lazyRouteComponent(() => import('./QuestionsPage'), 'QuestionsPage'),
});

/** The room's screens. */
export const purposeRoutes = [purposeRoute, questionsRoute] as const;
