import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/routes';
import { kinds, states, type Kind, type State } from './wire';

/** What the address of the list of findings says. */
export interface FindingsSearch {
  program?: string;
  state?: State;
  kind?: Kind;
  touchpoint?: string;
}

const text = (value: unknown) => (typeof value === 'string' && value ? value.slice(0, 100) : undefined);

/** Reads the address of the list; what does not belong is dropped. */
export function readFindingsSearch(raw: Record<string, unknown>): FindingsSearch {
  const all = { program: text(raw.program), state: states.find((s) => s === raw.state), kind: kinds.find((k) => k === raw.kind), touchpoint: text(raw.touchpoint) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

const findingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/listen/findings',
  validateSearch: readFindingsSearch,
  component: lazyRouteComponent(() => import('./FindingsPage'), 'FindingsPage'),
});

const findingRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/listen/findings/$id',
  component: lazyRouteComponent(() => import('./FindingPage'), 'FindingPage'),
});

/** The screens of findings. */
export const findingRoutes = [findingsRoute, findingRoute] as const;
