import { afterEach, describe, expect, it, vi } from 'vitest';
import { api, body } from './client';

const reply = (status: number, data: unknown, headers: Record<string, string> = {}) =>
  new Response(status === 204 ? null : JSON.stringify(data), { status, headers: { 'Content-Type': 'application/json', ...headers } });

afterEach(() => vi.unstubAllGlobals());

describe('the client', () => {
  it('throws the problem of a failed call', async () => {
    vi.stubGlobal('fetch', async () => reply(403, { code: 'forbidden', detail: 'No.' }));
    await expect(api.GET('/api/session')).rejects.toMatchObject({ code: 'forbidden', message: 'No.' });
  });
  it('calls a lost connection offline', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('Failed to fetch');
    });
    await expect(api.GET('/api/session')).rejects.toMatchObject({ code: 'offline' });
  });
  it('sends the position of the last write back with reads', async () => {
    const seen: (string | null)[] = [];
    vi.stubGlobal('fetch', async (request: Request) => {
      seen.push(request.headers.get('Balcony-Position'));
      return reply(200, {}, request.method === 'POST' ? { 'Balcony-Position': '42' } : {});
    });
    await body(api.POST('/api/units', { body: { name: 'North' } }));
    await body(api.GET('/api/units'));
    expect(seen).toEqual([null, '42']);
  });
});
