import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/routes';
import { invitationStates, reasons, rules, type InvitationState, type Reason, type Rule } from './wire';

/** What the address of the waves says: a program, a survey. */
export interface WavesSearch {
  program?: string;
  survey?: string;
}

/** What the address of a wave says: whom of those considered and invited it lists. */
export interface WaveSearch {
  reason?: Reason;
  rule?: Rule;
  state?: InvitationState;
}

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);

export const readWavesSearch = (raw: Record<string, unknown>): WavesSearch => ({ program: text(raw.program), survey: text(raw.survey) });

export const readWaveSearch = (raw: Record<string, unknown>): WaveSearch => ({
  reason: reasons.find((r) => r === raw.reason), rule: rules.find((r) => r === raw.rule), state: invitationStates.find((s) => s === raw.state),
});

const wavesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/outreach',
  validateSearch: readWavesSearch,
  component: lazyRouteComponent(() => import('./WavesPage'), 'WavesPage'),
});

const newWaveRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/outreach/waves/new',
  validateSearch: readWavesSearch,
  component: lazyRouteComponent(() => import('./NewWavePage'), 'NewWavePage'),
});

const waveRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/outreach/waves/$id',
  validateSearch: readWaveSearch,
  component: lazyRouteComponent(() => import('./WavePage'), 'WavePage'),
});

/** What the address of the letters says: a program. */
export interface LettersSearch {
  program?: string;
}

export const readLettersSearch = (raw: Record<string, unknown>): LettersSearch => ({ program: text(raw.program) });

const lettersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/outreach/letters',
  validateSearch: readLettersSearch,
  component: lazyRouteComponent(() => import('./LettersPage'), 'LettersPage'),
});

const letterRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/outreach/letters/$id',
  component: lazyRouteComponent(() => import('./LetterPage'), 'LetterPage'),
});

const triggersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/outreach/triggers',
  validateSearch: readWavesSearch,
  component: lazyRouteComponent(() => import('./TriggersPage'), 'TriggersPage'),
});

const triggerRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/outreach/triggers/$id',
  component: lazyRouteComponent(() => import('./TriggerPage'), 'TriggerPage'),
});

const rulesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/outreach/rules',
  component: lazyRouteComponent(() => import('./RulesPage'), 'RulesPage'),
});

/** The room's screens. */
export const outreachRoutes = [wavesRoute, newWaveRoute, waveRoute, triggersRoute, triggerRoute, lettersRoute, letterRoute, rulesRoute] as const;
