import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/routes';

/** What the address of a document says: the lines that somebody came for. */
export interface LinesSearch {
  from?: number;
  to?: number;
}

const line = (value: unknown) => (typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined);

/** Reads the lines of the address; what does not belong is dropped. */
export const readLinesSearch = (raw: Record<string, unknown>): LinesSearch =>
  Object.fromEntries(Object.entries({ from: line(raw.from), to: line(raw.to) }).filter(([, value]) => value !== undefined));

const codingRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/listen/documents/$id',
  validateSearch: readLinesSearch,
  component: lazyRouteComponent(() => import('./CodingPage'), 'CodingPage'),
  staticData: { working: true },
});

const settleRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/listen/documents/$id/settle',
  component: lazyRouteComponent(() => import('./settle/SettlePage'), 'SettlePage'),
});

const agreementRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/listen/studies/$id/agreement',
  component: lazyRouteComponent(() => import('./settle/AgreementPage'), 'AgreementPage'),
});

/** The screens on which documents are coded. */
export const codingRoutes = [codingRoute, settleRoute, agreementRoute] as const;
