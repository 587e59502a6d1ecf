import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { sessionQuery } from '@/access/session';
import { shellRoute } from '@/app/routes';
import { settingsFor } from './sections';

const settings = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./Settings'), 'Settings'),
});

const index = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: async ({ context }) => {
    const first = settingsFor(await context.queryClient.ensureQueryData(sessionQuery))[0];
    if (first) throw redirect({ to: first.to, replace: true });
  },
});

const people = createRoute({
  getParentRoute: () => settings,
  path: 'people',
  component: lazyRouteComponent(() => import('./people/People'), 'People'),
});
const organisation = createRoute({
  getParentRoute: () => settings,
  path: 'organisation',
  component: lazyRouteComponent(() => import('./organisation/Organisation'), 'Organisation'),
});
const units = createRoute({
  getParentRoute: () => settings,
  path: 'units',
  component: lazyRouteComponent(() => import('./units/Units'), 'Units'),
});
const accounts = createRoute({
  getParentRoute: () => settings,
  path: 'accounts',
  // Accounts and who looks after them stand among people.
  beforeLoad: () => { throw redirect({ to: '/people/accounts', replace: true }); },
});
const traits = createRoute({
  getParentRoute: () => settings,
  path: 'traits',
  component: lazyRouteComponent(() => import('./traits/Traits'), 'Traits'),
});
const consent = createRoute({
  getParentRoute: () => settings,
  path: 'consent',
  component: lazyRouteComponent(() => import('./consent/Consent'), 'Consent'),
});
const mail = createRoute({
  getParentRoute: () => settings,
  path: 'mail',
  component: lazyRouteComponent(() => import('./mail/Mail'), 'Mail'),
});
const tokens = createRoute({
  getParentRoute: () => settings,
  path: 'tokens',
  component: lazyRouteComponent(() => import('./tokens/Tokens'), 'Tokens'),
});
const samples = createRoute({
  getParentRoute: () => settings,
  path: 'samples',
  component: lazyRouteComponent(() => import('./Samples'), 'Samples'),
});
const audit = createRoute({
  getParentRoute: () => settings,
  path: 'audit',
  component: lazyRouteComponent(() => import('./audit/Audit'), 'Audit'),
});

/** The settings with their sections. */
export const settingsRoute = settings.addChildren([index, people, organisation, units, accounts, traits, consent, mail, tokens, samples, audit]);
