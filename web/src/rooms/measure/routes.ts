import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/routes';

/** What the room's address says: a program, and a measure that is open. */
export interface MeasureSearch {
  program?: string;
  measure?: string;
}

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);

export const readMeasureSearch = (raw: Record<string, unknown>): MeasureSearch => ({ program: text(raw.program), measure: text(raw.measure) });

const groundRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/measures',
  validateSearch: readMeasureSearch,
  component: lazyRouteComponent(() => import('./GroundPage'), 'GroundPage'),
});

/** The room's screens. */
export const measureRoutes = [groundRoute] as const;
