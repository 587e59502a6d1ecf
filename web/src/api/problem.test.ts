import { describe, expect, it } from 'vitest';
import { asProblem, Problem, problemOf } from './problem';

const answer = (status: number, body: unknown) =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers: { 'Content-Type': 'application/problem+json' } });

describe('a failed response as a problem', () => {
  it('keeps code, key and fields', async () => {
    const problem = await problemOf(
      answer(422, { code: 'invalid', detail: 'Too short.', key: 'password.too_short', errors: [{ field: 'password', message: 'Too short.' }] }),
    );
    expect(problem).toMatchObject({ code: 'invalid', status: 422, message: 'Too short.', key: 'password.too_short' });
    expect(problem.fields).toEqual([{ field: 'password', message: 'Too short.', key: undefined }]);
  });
  it.each([[401, 'unauthenticated'], [403, 'forbidden'], [404, 'not_found'], [409, 'conflict'], [429, 'too_many'], [503, 'unavailable'], [500, 'internal']])(
    'reads %i without a body as %s',
    async (status, code) => expect((await problemOf(answer(status, '<html>'))).code).toBe(code),
  );
});

it('takes a failed connection as offline, and leaves a problem as it is', () => {
  for (const said of ['Failed to fetch', 'NetworkError when attempting to fetch resource.', 'Load failed', 'error loading dynamically imported module: /a.js', 'Importing a module script failed.'])
    expect(asProblem(new TypeError(said)).code).toBe('offline');
  expect(asProblem(new TypeError('x is not a function')).code).toBe('internal');
  const problem = new Problem({ code: 'conflict', status: 409, detail: '' });
  expect(asProblem(problem)).toBe(problem);
});
