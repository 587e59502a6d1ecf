import { test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, expectReadable, watchErrors, withTheme } from './fixtures.ts';

test.use({ house: 'fieldwork' });

const w = (en: string, fr: string) => ({ en, fr });
const rows = [['bar', 'At the bar', 'Au bar'], ['door', 'At the door', 'À la porte'], ['deck', 'On deck', 'Sur le pont'], ['desk', 'At the desk', 'À l’accueil'], ['cabin', 'In the cabin', 'En cabine'], ['shop', 'In the shop', 'À la boutique']] as const;
const document = {
  title: w('After the crossing', 'Après la traversée'), languages: ['en', 'fr'],
  pages: [
    { code: 'care', title: w('Care', 'Soin'), questions: [{ code: 'care', kind: 'matrix', text: w('How were you looked after?', 'Comment s’est-on occupé de vous ?'), rows: rows.map(([code, en, fr]) => ({ code, text: w(en, fr) })), scale: { look: 'numbers', min: 1, points: 7 } }] },
    { code: 'words', questions: [{ code: 'why', kind: 'long_text', text: w('Why?', 'Pourquoi ?') }] },
  ],
  ends: [{ code: 'thanks', outcome: 'complete', title: w('Thank you', 'Merci') }],
  settings: { consent: 'person', privacy: w('Kept two years.', 'Gardé deux ans.'), controller: 'Halden Ferries' },
};

test('how a survey goes: who answers, where people stop, and which answers to look at', async ({ signedIn: page, api }) => {
  const errors = watchErrors(page);
  const { id: program } = await (await api.post('/api/programs', { data: { name: 'Fieldwork' } })).json();
  const survey = await (await api.post('/api/surveys', { data: { program_id: program, name: 'After the crossing', document } })).json();
  expect((await api.post(`/api/surveys/${survey.id}/versions`, { data: {} })).status()).toBe(201);
  await page.goto(`/measures/surveys/${survey.id}`);
  await page.getByRole('link', { name: 'Fieldwork: how it goes' }).click();
  await expect(page.getByText('Nobody has begun yet')).toBeVisible();
  await expectAccessible(page);

  const answer = async (points: readonly number[], why: string | undefined) => {
    const at = (await api.post(`/s/${survey.slug}`, { maxRedirects: 0 })).headers()['location']!;
    const grid = Object.fromEntries(rows.map(([code], i) => [`q.care.${code}`, String(points[i])]));
    expect((await api.post(at, { form: { page: 'care', go: 'next', ...grid } })).ok()).toBe(true);
    if (why !== undefined) expect((await api.post(at, { form: { page: 'words', go: 'next', 'q.why': why } })).ok()).toBe(true);
  };
  for (let person = 0; person < 7; person++) await answer([5, 6, 4, 7, (person % 5) + 2, 6], `The boat was ${person} minutes late.`);
  await answer([4, 4, 4, 4, 4, 4], 'Fine.');
  await answer([1, 7, 1, 7, 1, 7], 'asdf asdfjkl');
  await answer([5, 6, 4, 7, 3, 6], undefined);

  await page.reload();
  const counts = page.getByRole('region', { name: 'Who began, and what became of it: table' }).getByRole('row').nth(1);
  await expect(counts).toContainText('90 %');
  await expect(counts).toContainText('n = 10');
  const words = page.getByRole('region', { name: 'Page by page: table' }).getByRole('row').nth(2);
  await expect(words).toContainText('Page 2');
  await expect(words.getByRole('cell').nth(2)).toHaveText('1');
  await expect(page.getByRole('img', { name: '10 began, 9 of them completed', exact: false })).toBeVisible();
  await expect(page.getByText('2 of 9 complete answers are flagged', { exact: false })).toBeVisible();
  await expect(page.getByText('Too fast is told from 30 answers on', { exact: false })).toBeVisible();

  await page.getByRole('button', { name: 'List: No words' }).click();
  const list = page.getByRole('region', { name: 'List: No words' });
  await expect(list.getByRole('row')).toHaveCount(2);
  await expect(list).toContainText('No words · Pattern');
  await expect(page).toHaveURL(/kind=nonsense/);
  await expectAccessible(page);
  await withTheme(page, 'dark');
  await expectReadable(page);
  await withTheme(page, 'light');
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await list.getByRole('link').first().click();
  await expect(page.getByText('asdf asdfjkl').first()).toBeVisible();
  expect(errors).toEqual([]);
});
