import { readFileSync } from 'node:fs';
import { test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, expectReadable, watchErrors, withTheme } from './fixtures.ts';

test.use({ house: 'survey-answers' });

const w = (en: string, fr: string) => ({ en, fr });
const document = (consent: string, question = w('How was it?', 'Comment était-ce ?')) => ({
  title: w('After the crossing', 'Après la traversée'), languages: ['en', 'fr'],
  pages: [{ code: 'one', questions: [
    { code: 'how', kind: 'scale', text: question, scale: { look: 'words', min: 1, points: 3, labels: [w('Bad', 'Mauvais'), w('Fair', 'Passable'), w('Good', 'Bon')] } },
    { code: 'why', kind: 'long_text', text: w('Why?', 'Pourquoi ?') },
    { code: 'where', kind: 'choices', text: w('Where were you?', 'Où étiez-vous ?'), options: [{ code: 'deck', text: w('On deck', 'Sur le pont') }, { code: 'cabin', text: w('In a cabin', 'En cabine') }] },
  ] }],
  ends: [{ code: 'thanks', outcome: 'complete', title: w('Thank you', 'Merci') }],
  settings: { consent, privacy: w('Two years.', 'Deux ans.'), controller: 'Halden Ferries' },
});

test('who answered a survey is listed, read as it was asked, and taken along', async ({ signedIn: page, api }) => {
  const errors = watchErrors(page);
  const { id: program } = await (await api.post('/api/programs', { data: { name: 'Crossing' } })).json();
  const survey = await (await api.post('/api/surveys', { data: { program_id: program, name: 'After the crossing', document: document('firm') } })).json();
  expect((await api.post(`/api/surveys/${survey.id}/versions`, { data: {} })).status()).toBe(201);
  await page.goto(`/measures/surveys/${survey.id}`);
  await page.getByRole('link', { name: 'Who answered' }).click();
  await expect(page.getByText('Nobody has answered yet')).toBeVisible();
  await expectAccessible(page);

  const begin = async (lang: string) => (await api.post(`/s/${survey.slug}?lang=${lang}`, { maxRedirects: 0 })).headers()['location']!;
  const answer = async (lang: string, how: string, why: string) => {
    expect((await api.post(await begin(lang), { form: { page: 'one', 'q.how': how, 'q.why': why, 'q.where': 'deck', go: 'next' } })).ok()).toBe(true);
  };
  await answer('fr', '1', '=HYPERLINK("x") trop long');
  await begin('en');
  // A second version words it otherwise; the first answer stays as it was asked.
  const { version } = await (await api.get(`/api/surveys/${survey.id}`)).json();
  expect((await api.put(`/api/surveys/${survey.id}/draft`, { data: document('firm', w('How did you like it?', 'Cela vous a-t-il plu ?')), headers: { 'If-Match': `"${version}"` } })).ok()).toBe(true);
  expect((await api.post(`/api/surveys/${survey.id}/versions`, { data: {} })).status()).toBe(201);
  await answer('en', '3', 'The crew was kind');

  await page.reload();
  const table = page.getByRole('table');
  await expect(page.getByText('3 answers', { exact: true })).toBeVisible();
  await expect(table.getByText('Not sent')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('searchbox', { name: 'Find words in answers sent' }).fill('kind');
  await expect(page.getByText('1 answer', { exact: true })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Find words in answers sent' }).fill('pigeon');
  await expect(page.getByText('No answer is like that')).toBeVisible();
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(page.getByText('3 answers', { exact: true })).toBeVisible();

  // All of them as files.
  for (const [kind, begins] of [['Excel workbook', 'PK'], ['CSV', '\u00ef\u00bb\u00bf'], ['Parquet', 'PAR1'], ['JSON Lines', '{"id":']] as const) {
    await page.getByRole('button', { name: 'Answers out' }).click();
    const dialog = page.getByRole('dialog', { name: 'Take the answers along' });
    await dialog.getByRole('radio', { name: kind }).check();
    if (kind === 'Excel workbook') await expectAccessible(page);
    const [file] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Take along' }).click()]);
    const raw = readFileSync(await file.path()).toString('latin1');
    expect(raw.slice(0, begins.length)).toBe(begins);
    if (kind === 'CSV') expect(raw).toContain(`"'=HYPERLINK(""x"") trop long"`);
    await expect(dialog).toBeHidden();
  }
  // A file that breaks off says so and is not kept.
  await page.route('**/responses/export?**', (route) => route.abort());
  await page.getByRole('button', { name: 'Answers out' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take along' }).click();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('could not be reached');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();

  // The first, as it was asked then.
  await page.getByRole('row', { name: /trop long/ }).getByRole('button').click();
  await expect(page.getByText('Comment était-ce ?')).toBeVisible();
  await expect(page.getByText('Mauvais', { exact: true })).toBeVisible();
  await expect(page.getByText('Open link')).toBeVisible();
  await expectAccessible(page);
  for (const theme of ['light', 'dark'] as const) {
    await withTheme(page, theme);
    await page.reload();
    await expect(page.getByText('Comment était-ce ?')).toBeVisible();
    await expectReadable(page);
  }
  for (const path of [page.url(), `/measures/surveys/${survey.id}/answers`]) {
    await page.goto(path);
    await page.setViewportSize({ width: 320, height: 720 });
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  }
  expect(errors).toEqual([]);
});

test('an anonymous survey lists nobody and says where its figures are', async ({ signedIn: page, api }) => {
  const { id: program } = await (await api.post('/api/programs', { data: { name: 'Work' } })).json();
  const survey = await (await api.post('/api/surveys', { data: { program_id: program, name: 'Work', document: document('anonymous') } })).json();
  expect((await api.post(`/api/surveys/${survey.id}/versions`, { data: {} })).status()).toBe(201);
  await page.goto(`/measures/surveys/${survey.id}/answers`);
  await expect(page.getByText('Nobody can be told apart here')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Answers out' })).toBeHidden();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'See their figures' }).click();
  await expect(page).toHaveURL(new RegExp(`/understand/surveys/${survey.id}`));
});
