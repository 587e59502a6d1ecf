import { type APIRequestContext, expect } from '@playwright/test';

const talk = (n: number) => `Interviewer: Did anybody say anything?
Ana Brandt: The woman at the desk was kind, truly. I asked how long, and she said soon. Soon is not a number ${n}.
Interviewer: What did you do then?
Ana Brandt: I wrote to Hugo that I would miss the second plane. It is a small thing, but I felt like a parcel.
`;

/** One call of the API that must go well. */
export async function call<T>(api: APIRequestContext, method: string, path: string, data?: unknown, headers?: Record<string, string>): Promise<T> {
  const answer = await api.fetch(path, { method, data, headers });
  const text = await answer.text();
  expect(answer.ok(), `${method} ${path}: ${answer.status()} ${text}`).toBe(true);
  return (text ? JSON.parse(text) : undefined) as T;
}

export interface Made {
  id: string;
  items: { id: string }[];
  version: number;
}

export interface MadeStudy {
  program: string;
  study: string;
  documents: string[];
  book: string;
}

/** A study with three transcripts and a codebook of two codes. */
export async function study(api: APIRequestContext, mode: 'open' | 'blind' = 'blind'): Promise<MadeStudy> {
  const program = await call<Made>(api, 'POST', '/api/programs', { name: `Crossing ${Date.now()}` });
  await call(api, 'POST', '/api/consent-texts', { version: `v${Date.now()}`, language: 'en', text: 'Recorded for research.' });
  const texts = await call<{ items: { version: string }[] }>(api, 'GET', '/api/consent-texts');
  const made = await call<Made>(api, 'POST', '/api/studies', { program_id: program.id, name: 'Between gate and seat', mode });
  const asked = await call<Made>(api, 'POST', `/api/studies/${made.id}/interviews`, { items: [1, 2, 3].map(() => ({ kind: 'in_depth' })) });
  const documents: string[] = [];
  for (const [i, { id }] of asked.items.entries()) {
    const now = await call<Made>(api, 'GET', `/api/interviews/${id}`);
    await call(api, 'PUT', `/api/interviews/${id}/consent`, { level: 'firm', text_version: texts.items[0]!.version }, { 'If-Match': `"${now.version}"` });
    documents.push((await call<Made>(api, 'POST', `/api/interviews/${id}/transcript?name=talk.txt&language=en`, Buffer.from(talk(i)), { 'Content-Type': 'application/octet-stream' })).id);
  }
  const book = await call<Made>(api, 'POST', '/api/codebooks', { program_id: program.id, name: 'Waiting' });
  const family = await call<Made>(api, 'POST', `/api/codebooks/${book.id}/families`, { name: 'Waiting' });
  for (const name of ['Nobody says how long', 'Not seen']) await call(api, 'POST', `/api/codebooks/${book.id}/codes`, { family_id: family.id, name });
  await call(api, 'PUT', `/api/studies/${made.id}/codebook`, { codebook_id: book.id });
  return { program: program.id, study: made.id, documents, book: book.id };
}
