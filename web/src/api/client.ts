import createClient, { type Middleware } from 'openapi-fetch';
import type { paths } from './schema';
import { Problem, problemOf } from './problem';

let position = '';

const failing: Middleware = {
  async onRequest({ request }) {
    // Somebody who just wrote sees his own writing: readers wait for this position.
    if (request.method === 'GET' && position) request.headers.set('Balcony-Position', position);
    return request;
  },
  async onResponse({ response }) {
    const written = response.headers.get('Balcony-Position');
    if (written) position = written;
    if (!response.ok) throw await problemOf(response);
    return response;
  },
  onError({ error }) {
    if (error instanceof Problem) return error;
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    return new Problem({ code: 'offline', status: 0, detail: '' });
  },
};

/** The server, by the types of its own description. A failed call throws a Problem. */
export const api = createClient<paths>({
  baseUrl: typeof location === 'undefined' ? 'http://localhost' : location.origin,
  credentials: 'same-origin',
  fetch: (request) => globalThis.fetch(request),
});
api.use(failing);

/** The body of a call that went well. */
export async function body<T>(call: Promise<{ data?: T }>): Promise<T> {
  const { data } = await call;
  return data as T;
}
