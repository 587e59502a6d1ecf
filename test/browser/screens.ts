/** The screens behind the sign-in that these tests go through. */
export const screens = [
  '/', '/start', '/purpose', '/purpose/questions', '/people', '/people/accounts', '/people/segments', '/people/rights', '/journeys/touchpoints', '/journeys/standards', '/people/duplicates', '/listen', '/listen/findings', '/measures', '/measures/surveys', '/measures/ground', '/measures/reasons', '/outreach', '/outreach/letters', '/outreach/waves/new', '/outreach/triggers', '/outreach/rules', '/understand', '/dashboards', '/answers', '/views', '/import', '/account',
  '/settings/people', '/settings/organisation', '/settings/units', '/settings/traits', '/settings/consent', '/settings/mail', '/settings/tokens', '/settings/audit', '/no-such-screen',
] as const;

/** The screens that anybody may open. */
export const publicScreens = ['/sign-in', '/forgot', '/reset#some-token-of-a-link', '/invitation#some-token-of-a-link', '/setup#some-token-of-a-link'] as const;
