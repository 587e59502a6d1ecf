import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, expectReadable, watchErrors } from './fixtures.ts';

test.use({ house: 'respond' });

const w = (en: string, fr: string) => ({ en, fr });
const option = (code: string, en: string, fr: string, more = {}) => ({ code, text: w(en, fr), ...more });

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

/** A questionnaire of ten questions, a page for each few, of all kinds that are asked. */
const document = (measure: { id: string; wording: Record<string, string> }) => ({
  title: w('After your crossing', 'Après votre traversée'), languages: ['en', 'fr'],
  pages: [
    { code: 'one', title: w('The crossing', 'La traversée'), questions: [
      { code: 'easy', kind: 'scale', text: measure.wording, measure_id: measure.id, required: 'hard', why: w('It decides what we mend.', 'Cela décide de ce que nous réparons.'), scale: { look: 'numbers', min: 1, points: 7, na: true, low: w('Not at all', 'Pas du tout'), high: w('Fully', 'Tout à fait') } },
      { code: 'reason', kind: 'long_text', show_if: 'easy <= 4', text: w('Why only {{easy|that}}?', 'Pourquoi seulement {{easy|cela}} ?'), hint: w('As you like.', 'Comme vous voulez.') },
    ] },
    { code: 'two', questions: [
      { code: 'places', kind: 'choices', text: w('Where were you?', 'Où étiez-vous ?'), options: [option('deck', 'On deck', 'Sur le pont'), option('cabin', 'In a cabin', 'En cabine'), option('other', 'Elsewhere', 'Ailleurs', { other: true })] },
      { code: 'care', kind: 'matrix', text: w('How well were you looked after?', 'Comment s’est-on occupé de vous ?'), rows: [option('bar', 'At the bar', 'Au bar'), option('gate', 'At the gate', 'À la porte')], scale: { look: 'words', min: 1, points: 3, na: true, labels: [w('Badly', 'Mal'), w('So-so', 'Moyen'), w('Well', 'Bien')] } },
      { code: 'boat', kind: 'dropdown', text: w('Which boat?', 'Quel bateau ?'), options: [option('a', 'Astrid', 'Astrid'), option('b', 'Bergen', 'Bergen')] },
      { code: 'rank', kind: 'ranking', text: w('What counts most?', 'Qu’est-ce qui compte le plus ?'), options: [option('price', 'Price', 'Prix'), option('time', 'Time', 'Temps')] },
    ] },
    { code: 'three', questions: [
      { code: 'most', kind: 'best_worst', text: w('Of these, which counts most and least?', 'Lesquels comptent le plus et le moins ?'), sets: { count: 1, size: 3 }, options: [option('x', 'Calm', 'Calme'), option('y', 'Food', 'Repas'), option('z', 'View', 'Vue')] },
      { code: 'age', kind: 'number', text: w('How often have you crossed?', 'Combien de traversées ?'), limits: { min: 0, max: 500 } },
      { code: 'day', kind: 'date', text: w('When?', 'Quand ?') },
      { code: 'mail', kind: 'email', text: w('May we write to you?', 'Pouvons-nous vous écrire ?') },
      { code: 'photo', kind: 'file', text: w('A photo, if you like', 'Une photo, si vous voulez'), limits: { file_count: 2, file_types: ['image/png'] } },
      { code: 'ok', kind: 'consent', text: w('May we quote you?', 'Pouvons-nous vous citer ?') },
    ] },
  ],
  ends: [{ code: 'thanks', outcome: 'complete', title: w('Thank you', 'Merci'), text: w('We read every answer.', 'Nous lisons chaque réponse.') }],
  settings: { consent: 'firm', theme: { background: '#f4f8fb', text: '#10233a', accent: '#0a6ebd' }, progress: true, back: true, who: w('Ingrid Solheim', 'Ingrid Solheim'), why: w('To mend what is hard.', 'Pour réparer ce qui est difficile.'), privacy: w('Kept for two years.', 'Gardé deux ans.'), controller: 'Halden Ferries', contact: 'ingrid@example.org' },
});

test.beforeEach(async ({ api }, info) => {
  const { id: program } = await (await api.post('/api/programs', { data: { name: `Respond ${info.title.slice(0, 20)}` } })).json();
  const measure = await (await api.post('/api/measures', { data: { program_id: program, ready: 'effort' } })).json();
  const survey = await (await api.post('/api/surveys', { data: { program_id: program, name: info.title.slice(0, 30), document: document(measure) } })).json();
  const done = await api.post(`/api/surveys/${survey.id}/versions`, { data: { reasons: { [measure.id]: 'The board has followed it since 2019.' } } });
  expect(done.status(), await done.text()).toBe(201);
  Object.assign(info, { survey, program, measure });
});

const made = (info: object) => info as unknown as { survey: { slug: string; id: string }; program: string; measure: { id: string; wording: Record<string, string> } };

async function lookAt(page: Page) {
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectReadable(page);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1280, height: 800 });
}

test('a customer answers from the link to the receipt by keyboard, and takes the answer back', async ({ page, api, context }, info) => {
  const errors = watchErrors(page);
  const { survey, program, measure } = made(info);
  await page.goto(`/s/${survey.slug}`);
  await expect(page.getByRole('heading', { level: 1, name: 'After your crossing' })).toBeVisible();
  await expect(page.getByText('Ingrid Solheim')).toBeVisible();
  await lookAt(page);
  await page.getByRole('button', { name: 'Begin' }).press('Enter');
  await expect(page.getByText('Part 1 of')).toBeVisible();
  await lookAt(page);

  // Left out, it is asked again, and the summary leads to it.
  await page.getByRole('button', { name: 'Continue' }).press('Enter');
  await expect(page.getByRole('alert')).toContainText('This needs an answer.');
  await lookAt(page);
  await page.getByRole('alert').getByRole('link').press('Enter');
  await page.getByRole('radio', { name: '1 Not at all' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: '2', exact: true })).toBeChecked();

  // A question comes as an answer brings it, and is worded as it is answered.
  await expect(page.getByRole('textbox', { name: 'Why only 2?' })).toBeVisible();
  await expect(page.getByRole('status')).toHaveText('Your answer has brought another question.');
  await lookAt(page);
  await page.getByRole('radio', { name: '2', exact: true }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('textbox', { name: 'Why only 3?' }).fill('Nobody said how long.');
  await page.getByRole('radio', { name: '7 Fully' }).check();
  await expect(page.getByRole('textbox', { name: /Why only/ })).toBeHidden();
  await page.getByRole('radio', { name: '2', exact: true }).check();
  await expect(page.getByRole('textbox', { name: 'Why only 2?' })).toHaveValue('Nobody said how long.');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('group', { name: 'Where were you?' })).toBeVisible();
  await lookAt(page);
  await page.getByLabel('On deck').check();
  await page.getByRole('group', { name: 'At the bar' }).getByLabel('Well', { exact: true }).check();
  await page.getByRole('group', { name: 'At the gate' }).getByLabel('Does not apply').check();
  await page.getByLabel('Which boat?').selectOption('Bergen');
  await page.getByLabel('Price').selectOption('2');
  await page.getByLabel('Time', { exact: true }).selectOption('1');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('May we quote you?')).toBeVisible();
  await lookAt(page);

  // Back without loss; away and back by the address.
  await page.getByRole('button', { name: 'Back' }).click();
  await expect(page.getByLabel('On deck')).toBeChecked();
  const address = page.url();
  await page.goto('about:blank');
  await page.goto(address);
  await expect(page.getByLabel('Which boat?')).toHaveValue('b');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('radio', { name: 'Most Calm' }).check();
  await page.getByRole('radio', { name: 'Least Food' }).check();
  await page.getByLabel('How often have you crossed?').fill('12');
  await page.getByLabel('May we write to you?').fill('no address');
  await page.getByRole('group', { name: 'A photo' }).getByLabel('File').setInputFiles({ name: 'deck.png', mimeType: 'image/png', buffer: png });
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('alert')).toContainText('Write an address such as');
  await expect(page.getByLabel('May we write to you?')).toHaveValue('no address');
  await expect(page.getByLabel('deck.png (1 kB)')).toBeChecked();
  await lookAt(page);
  await page.getByLabel('May we write to you?').fill('');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Thank you' })).toBeVisible();
  await expect(page.locator('output')).toHaveText(/^[a-z0-9]{4} [a-z0-9]{4} [a-z0-9]{4}$/);
  const receipt = (await page.locator('output').textContent()) ?? '';
  await lookAt(page);
  expect((await context.cookies()).length).toBe(0);

  const list = async () => (await (await api.get(`/api/responses?program_id=${program}`)).json()).items.length;
  await expect.poll(list).toBe(1);

  // The file that came with it is put down, and never shown.
  const [first] = (await (await api.get(`/api/responses?program_id=${program}`)).json()).items;
  const { files } = await (await api.get(`/api/responses/${first.id}`)).json();
  const file = await api.get(`/api/responses/${first.id}/files/${files[0].id}`);
  expect(await file.body()).toEqual(png);
  expect(file.headers()).toMatchObject({ 'content-disposition': 'attachment; filename=deck.png', 'x-content-type-options': 'nosniff', 'content-type': 'application/octet-stream' });

  // Taken back with the receipt.
  await page.getByRole('link', { name: 'With your receipt' }).click();
  await lookAt(page);
  await page.getByLabel('Receipt code').fill(receipt);
  await page.getByRole('button', { name: 'Take an answer back' }).click();
  await expect(page.getByRole('heading', { name: 'Your answer is removed.' })).toBeVisible();
  await expect.poll(list).toBe(0);
  expect((await api.get(`/api/responses/${first.id}/files/${files[0].id}`)).status()).toBe(404);
  expect(errors).toEqual([]);
});

test('what is answered is kept at once, waits for a connection that is gone, and needs no reload', async ({ page, context }, info) => {
  const errors = watchErrors(page);
  const { survey } = made(info);
  await page.goto(`/s/${survey.slug}`);
  await page.evaluate(() => Object.assign(window, { same: true }));
  await page.getByRole('button', { name: 'Begin' }).click();
  await expect(page.getByText('Part 1 of')).toBeVisible();
  const address = page.url();
  await context.setOffline(true);
  await page.getByRole('radio', { name: '3', exact: true }).check();

  // Cut off: the page stays, and goes on by itself when the connection is back.
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('There is no connection.')).toBeVisible();
  await expect(page.getByRole('radio', { name: '3', exact: true })).toBeChecked();
  await context.setOffline(false);
  await expect(page.getByRole('alert')).toContainText('Your answer brings this question.');
  const why = page.getByRole('textbox', { name: 'Why only 3?' });
  await expect(why).toBeVisible();
  await why.fill('Nobody said how long.');
  await page.getByText('As you like.').click();
  await expect(page.getByText('Kept. You can close this page')).toBeVisible();
  expect(await page.evaluate(() => 'same' in window)).toBe(true);

  // In another window, by the same address, nothing is lost that was only written.
  const other = await context.newPage();
  await other.goto(address.split('?')[0] ?? '');
  await expect(other.getByText('Where were you?')).toBeVisible();
  await other.getByRole('button', { name: 'Back' }).click();
  await expect(other.getByRole('radio', { name: '3', exact: true })).toBeChecked(); // whole here too
  await expect(other.getByRole('textbox', { name: 'Why only 3?' })).toHaveValue('Nobody said how long.');
  await expectAccessible(other);

  // A whole page needs its document and its script, and no more.
  const asked: string[] = [];
  other.on('request', (r) => asked.push(r.resourceType()));
  await other.reload({ waitUntil: 'networkidle' });
  await expect(other.getByRole('textbox', { name: 'Why only 3?' })).toBeVisible();
  expect(asked.filter((kind) => kind !== 'other').sort()).toEqual(['document', 'script']);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('Part 2 of')).toBeVisible();
  await page.goBack();
  await expect(why).toHaveValue('Nobody said how long.');
  expect(errors).toEqual([]);
});

test('without JavaScript, in French, on a phone: no cookie, one request, 14 KB', async ({ browser, server }, info) => {
  const { survey } = made(info);
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'fr-FR', baseURL: server.url, viewport: { width: 320, height: 640 } });
  const page = await context.newPage();
  const asked: string[] = [];
  page.on('request', (r) => asked.push(r.url()));
  const size = async (work: () => Promise<unknown>) => {
    asked.length = 0;
    const [response] = await Promise.all([page.waitForResponse((r) => r.request().method() === 'GET' && r.ok()), work()]);
    const { responseBodySize } = await response.request().sizes();
    return responseBodySize;
  };
  const sizes = [await size(() => page.goto(`/s/${survey.slug}`))];
  expect(asked.filter((u) => !u.endsWith('/favicon.ico'))).toHaveLength(1);
  const script = await context.request.get((await page.locator('script').getAttribute('src')) ?? '');
  expect(script.headers()['cache-control']).toContain('immutable');
  await expect(page.getByText('Combien de temps')).toBeVisible();
  sizes.push(await size(() => page.getByRole('button', { name: 'Commencer' }).click()));
  await page.getByRole('radio', { name: '7 Tout à fait' }).check();
  sizes.push(await size(() => page.getByRole('button', { name: 'Continuer' }).click()));
  await expect(page.getByText('Où étiez-vous ?')).toBeVisible();
  sizes.push(await size(() => page.getByRole('button', { name: 'Continuer' }).click()));
  const photo = page.getByRole('group', { name: 'Une photo' });
  await photo.getByLabel('Fichier').setInputFiles({ name: 'pont.pdf', mimeType: 'application/pdf', buffer: png });
  await page.getByRole('button', { name: 'Envoyer' }).click();
  await expect(photo.getByText('Ce type de fichier n’est pas accepté.')).toBeVisible();
  await expectNoSidewaysScroll(page);
  await photo.getByLabel('Fichier').setInputFiles({ name: 'pont.png', mimeType: 'image/png', buffer: png });
  await page.getByRole('button', { name: 'Envoyer' }).click();
  await expect(page.getByRole('heading', { name: 'Merci' })).toBeVisible();
  expect(Math.max(...sizes)).toBeGreaterThan(1000);
  const scriptSize = gzipSync(await script.body()).length;
  expect(scriptSize).toBeGreaterThan(500);
  expect(Math.max(...sizes) + scriptSize).toBeLessThan(14 * 1024);
  expect(await context.cookies()).toEqual([]);
  await context.close();
});
