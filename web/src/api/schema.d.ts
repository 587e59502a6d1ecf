export interface paths {
  '/api/session': {
    get: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; responses: { 200: { headers: { [n: string]: unknown }; content: { 'application/json': components['schemas']['Session'] } } } };
    patch: { requestBody: { content: { 'application/json': { name?: string; language?: 'en' | 'fr' } } }; responses: { 200: { headers: { [n: string]: unknown }; content: { 'application/json': components['schemas']['Session'] } } } };
    delete: { responses: { 204: { headers: { [n: string]: unknown }; content?: never } } };
  };
}
export interface components {
  schemas: {
    Session: {
      user: { id: string; name: string; email: string; language: 'en' | 'fr'; totp: boolean };
      permissions: { [p: string]: { kind: 'whole' | 'program' | 'unit'; id?: string }[] };
      grants: unknown[];
      organisation: { name: string; time_zone: string; currency: string; language: 'en' | 'fr'; first_day_of_week: number; fiscal_year_start: number; public_url: string; has_logo: boolean; version: number };
    };
  };
}
