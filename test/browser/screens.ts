/** The screens behind the sign-in that these tests go through. */
export const screens = [
  '/', '/start', '/purpose', '/purpose/questions', '/understand', '/dashboards', '/answers', '/views', '/import', '/account', '/settings/people', '/settings/organisation', '/settings/units',
  '/settings/accounts', '/settings/mail', '/settings/tokens', '/settings/audit', '/no-such-screen',
  '/', '/start', '/understand', '/dashboards', '/answers', '/views', '/import', '/account', '/settings/people', '/settings/organisation', '/settings/units',
  '/', '/start', '/understand', '/dashboards', '/answers', '/views', '/import', '/people', '/people/accounts', '/people/rights', '/account', '/settings/people', '/settings/organisation', '/settings/units',
  '/settings/mail', '/settings/tokens', '/settings/audit', '/no-such-screen',
] as const;

/** The screens that anybody may open. */
export const publicScreens = ['/sign-in', '/forgot', '/reset#some-token-of-a-link', '/invitation#some-token-of-a-link', '/setup#some-token-of-a-link'] as const;
