import type { APIRequestContext } from '@playwright/test';
import { call, type Made } from './study.ts';

const w = (en: string) => ({ en });

/** A program with an open survey, and people: twelve of whom two are of one firm and one wants nothing. */
export async function crossing(api: APIRequestContext, name: string) {
  const program = await call<Made>(api, 'POST', '/api/programs', { name });
  const measure = await call<Made & { wording: Record<string, string> }>(api, 'POST', '/api/measures', { program_id: program.id, ready: 'recommend' });
  const survey = await call<Made & { slug: string }>(api, 'POST', '/api/surveys', {
    program_id: program.id, name,
    document: {
      title: w('After your crossing'), languages: ['en'],
      pages: [{ code: 'one', questions: [{ code: 'recommend', kind: 'scale', text: measure.wording, measure_id: measure.id, scale: { look: 'numbers', min: 0, points: 11 } }] }],
      ends: [{ code: 'thanks', outcome: 'complete', title: w('Thank you') }],
      settings: { consent: 'person', privacy: w('Kept two years.'), controller: 'Halden Ferries' },
    },
  });
  await call(api, 'POST', `/api/surveys/${survey.id}/versions`, { reasons: { [measure.id]: 'The board has followed it since 2019.' } });
  const key = name.toLowerCase().replace(/\W+/g, '-');
  const keys = [...Array(12).keys()].map((i) => `${key}-${String(i).padStart(2, '0')}`);
  const items = keys.map((k, i) => ({ key: k, name: `Person ${i} of ${name}`, email: `${k}@example.org`, ...(i < 3 ? { account_key: `${key}-firm` } : {}) }));
  await call(api, 'POST', '/api/customers', { items });
  return { program: program.id, survey: survey.id, keys };
}
