import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/routes';
import { readAccountSearch, readAccountsSearch, readCustomersSearch, readDuplicatesSearch } from './search';

const customersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/people',
  validateSearch: readCustomersSearch,
  component: lazyRouteComponent(() => import('./CustomersPage'), 'CustomersPage'),
});

const customerRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/people/customers/$id',
  component: lazyRouteComponent(() => import('./CustomerPage'), 'CustomerPage'),
});

const accountsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/people/accounts',
  validateSearch: readAccountsSearch,
  component: lazyRouteComponent(() => import('./AccountsPage'), 'AccountsPage'),
});

const accountRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/people/accounts/$id',
  validateSearch: readAccountSearch,
  component: lazyRouteComponent(() => import('./AccountPage'), 'AccountPage'),
});

const duplicatesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/people/duplicates',
  validateSearch: readDuplicatesSearch,
  component: lazyRouteComponent(() => import('./DuplicatesPage'), 'DuplicatesPage'),
});

const rightsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/people/rights',
  component: lazyRouteComponent(() => import('./RightsPage'), 'RightsPage'),
});

/** The room's screens; they hang below the shell. */
export const peopleRoutes = [customersRoute, customerRoute, accountsRoute, accountRoute, duplicatesRoute, rightsRoute] as const;
