import { readFileSync } from 'node:fs';
import { test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, expectReadable, watchErrors, withTheme } from './fixtures.ts';

test.use({ house: 'survey-tests' });

const w = (en: string, fr: string) => ({ en, fr });
const document = {
  title: w('After the crossing', 'Après la traversée'), languages: ['en', 'fr'],
  pages: [
    { code: 'one', questions: [
      { code: 'how', kind: 'scale', required: 'hard', text: w('How was it?', 'Comment était-ce ?'), scale: { look: 'numbers', min: 1, points: 5 } },
      { code: 'why', kind: 'long_text', text: w('Why?', 'Pourquoi ?') },
    ] },
    { code: 'low', title: w('What went wrong', 'Ce qui n’allait pas'), show_if: 'how <= 2', questions: [{ code: 'what', kind: 'text', text: w('What was it?', 'Qu’était-ce ?') }] },
    { code: 'dead', show_if: 'how <= 2 && how >= 4', questions: [{ code: 'never', kind: 'text', text: w('Can this be?', 'Est-ce possible ?') }] },
  ],
  ends: [{ code: 'thanks', outcome: 'complete', title: w('Thank you', 'Merci') }],
  settings: { consent: 'firm', back: true, progress: true, privacy: w('Two years.', 'Deux ans.'), controller: 'Halden Ferries' },
};

test('a survey is tried out by a link and by chance, apart from its answers', async ({ signedIn: page, api, browser }) => {
  const errors = watchErrors(page);
  const { id: program } = await (await api.post('/api/programs', { data: { name: 'Crossing' } })).json();
  const survey = await (await api.post('/api/surveys', { data: { program_id: program, name: 'After the crossing', document } })).json();
  await page.goto(`/measures/surveys/${survey.id}?tab=test`);
  await expect(page.getByText('No test link yet')).toBeVisible();
  await expect(page.getByText('It has not been filled yet.')).toBeVisible();
  await expectAccessible(page);

  // A colleague without an account.
  await page.getByRole('button', { name: 'Make a test link' }).click();
  const link = await page.locator('code').filter({ hasText: '/test/' }).innerText();
  const colleague = await (await browser.newContext({ locale: 'en' })).newPage();
  await colleague.goto(link);
  await expect(colleague.getByText('This is a test.')).toBeVisible();
  for (const width of [320, 1440]) {
    await colleague.setViewportSize({ width, height: 800 });
    await expectNoSidewaysScroll(colleague);
  }
  await colleague.getByRole('button', { name: 'Begin' }).click();
  await expect(colleague.getByText('This is a test.')).toBeVisible();
  await expectAccessible(colleague);
  await colleague.getByRole('button', { name: 'Send' }).click();
  await expect(colleague.getByRole('alert')).toContainText('This needs an answer.');
  await expect(colleague.getByText('This is a test.')).toBeVisible();
  await colleague.getByRole('radio', { name: '1', exact: true }).check({ force: true });
  await colleague.getByLabel('Why?').fill('Nobody told us');
  await colleague.getByRole('button', { name: 'Continue' }).click(); // a page has come
  await colleague.getByLabel('What was it?').fill('The queue');
  await colleague.getByRole('button', { name: 'Send' }).click();
  await expect(colleague.getByRole('heading', { name: 'Thank you' })).toBeVisible();
  await expect(colleague.getByText('This is a test.')).toBeVisible();
  await expectAccessible(colleague);
  await colleague.getByRole('link', { name: 'Test again' }).click();
  await expect(colleague.getByRole('button', { name: 'Begin' })).toBeVisible();

  // By chance: what nobody met is said.
  await page.getByRole('textbox', { name: 'How many' }).fill('120');
  await page.getByRole('button', { name: 'Fill it' }).click();
  await expect(page.getByText('Nobody met one question.')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Can this be?' })).toContainText('nobody');
  await expect(page.getByRole('listitem').filter({ hasText: 'How was it?' })).toContainText('120 of 120');
  await expectAccessible(page);
  for (const theme of ['light', 'dark'] as const) {
    await withTheme(page, theme);
    await page.reload();
    for (const width of [320, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      await expect(page.getByText('Nobody met one question.')).toBeVisible();
      await expectNoSidewaysScroll(page);
    }
    await expectReadable(page);
  }

  // They are listed, opened, taken along and removed apart.
  await page.getByRole('link', { name: 'Tests so far' }).click();
  await expect(page.getByText('121 tests', { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 800 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('button', { name: 'Tests out' }).click();
  const dialog = page.getByRole('dialog', { name: 'Take the tests along' });
  await dialog.getByRole('radio', { name: 'CSV' }).check();
  const [file] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Take along' }).click()]);
  expect(file.suggestedFilename()).toBe(`${survey.slug}-tests.csv`);
  expect(readFileSync(await file.path()).toString('utf8').trim().split('\n')).toHaveLength(122);
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Show more' }).click();
  await page.getByRole('button', { name: 'Show more' }).click();
  await page.getByRole('row', { name: /Test link/ }).getByRole('button').click();
  await expect(page.getByText('Nobody told us')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'All tests of the survey' }).click();
  await page.getByRole('button', { name: 'Remove all tests' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove all tests' }).click();
  await expect(page.getByText('No tests', { exact: true })).toBeVisible();

  // Revoked, the link leads nowhere.
  await page.goto(`/measures/surveys/${survey.id}?tab=test`);
  await page.getByRole('button', { name: /Revoke the link/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText('No test link yet')).toBeVisible();
  await colleague.reload();
  await expect(colleague.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
  expect(errors).toEqual([]);
});

test('whoever tests says which touchpoints the guest used, and walks a page for each', async ({ api, browser, server }) => {
  const { id: program } = await (await api.post('/api/programs', { data: { name: 'Ferry' } })).json();
  const channel = await (await api.post('/api/channels', { data: { program_id: program, name: 'On board' } })).json();
  for (const [name, called] of [['Check in', 'checking in'], ['Bar', 'the bar'], ['Cabin', '']]) {
    expect((await api.post('/api/touchpoints', { data: { program_id: program, channel_id: channel.id, name, customer_name: called } })).ok()).toBe(true);
  }
  const looped = { ...document, pages: [
    { code: 'each', loop: { over: 'touchpoints' }, questions: [{ code: 'well', kind: 'scale', text: w('How was {{item}}?', 'Comment était {{item}} ?'), scale: { look: 'stars', min: 1, points: 5 } }] },
    { code: 'last', questions: [{ code: 'why', kind: 'long_text', text: w('Anything else?', 'Autre chose ?') }] },
  ] };
  const survey = await (await api.post('/api/surveys', { data: { program_id: program, name: 'Where you were', document: looped } })).json();
  const link = await (await api.post(`/api/surveys/${survey.id}/test-links`, { data: { number: 0 } })).json();
  const page = await (await browser.newContext({ baseURL: server.url, locale: 'fr' })).newPage();
  const errors = watchErrors(page);
  await page.goto(link.path);
  await expect(page.getByRole('group', { name: 'Quels points de contact le client de ce test a-t-il utilisés ?' })).toBeVisible();
  await expectAccessible(page);
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await expectReadable(page);
    for (const width of [320, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      await expectNoSidewaysScroll(page);
    }
  }
  await page.getByRole('checkbox', { name: 'the bar' }).check();
  await page.getByRole('checkbox', { name: 'Cabin' }).check();
  await page.getByRole('button', { name: 'Commencer' }).click();
  await expect(page.getByRole('group', { name: 'Comment était the bar ?' })).toBeVisible();
  await page.getByRole('button', { name: 'Continuer' }).click();
  await expect(page.getByRole('group', { name: 'Comment était Cabin ?' })).toBeVisible();
  await page.getByRole('button', { name: 'Continuer' }).click();
  await page.getByLabel('Autre chose ?').fill('Non');
  await page.getByRole('button', { name: 'Envoyer' }).click();
  await expect(page.getByRole('heading', { name: 'Merci' })).toBeVisible();
  expect(errors).toEqual([]);
});
