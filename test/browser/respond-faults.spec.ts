import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from './collect.fixtures.ts';
import { expect, expectAccessible, watchErrors } from './fixtures.ts';

test.use({ house: 'respond-faults' });

const w = (en: string, fr: string) => ({ en, fr });

const document = {
  title: w('After your crossing', 'Après votre traversée'), languages: ['en', 'fr'],
  pages: [
    { code: 'one', questions: [{ code: 'told', kind: 'long_text', text: w('What should we mend?', 'Que réparer ?') }] },
    { code: 'two', questions: [{ code: 'boat', kind: 'text', text: w('Which boat?', 'Quel bateau ?') }] },
  ],
  ends: [{ code: 'thanks', outcome: 'complete', title: w('Thank you', 'Merci') }],
  settings: { since: w('The horn is quieter.', 'La corne est plus discrète.'), consent: 'firm', back: true, privacy: w('Kept for two years.', 'Gardé deux ans.'), controller: 'Halden Ferries' },
};

test.beforeEach(async ({ api }, info) => {
  const { id: program } = await (await api.post('/api/programs', { data: { name: info.title.slice(0, 30) } })).json();
  const survey = await (await api.post('/api/surveys', { data: { program_id: program, name: info.title.slice(0, 30), document } })).json();
  const done = await api.post(`/api/surveys/${survey.id}/versions`, { data: { reasons: {} } });
  expect(done.status(), await done.text()).toBe(201);
  Object.assign(info, { survey, program });
});

const made = (info: object) => info as unknown as { survey: { slug: string; id: string }; program: string };

/** Another program holds the record's lock, until what it gives is called. */
async function locked(dir: string): Promise<() => Promise<void>> {
  const holder = spawn('sqlite3', ['-cmd', '.timeout 30000', join(dir, 'record.db')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const held = new Promise<void>((done, fail) => {
    holder.stdout.once('data', () => done());
    holder.once('error', (e) => fail(new Error(`this test needs the program sqlite3: ${e.message}`)));
  });
  holder.stdin.write("BEGIN IMMEDIATE;\nSELECT 'held';\n");
  await held;
  return () => new Promise((done) => {
    holder.once('exit', () => done());
    holder.stdin.end('ROLLBACK;\n.quit\n');
  });
}

test('a store that is locked is told, the page keeps what was written and sends it by itself', async ({ page, browser, server }, info) => {
  test.setTimeout(120_000);
  const { survey } = made(info);
  await page.goto(`/s/${survey.slug}`);
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByRole('textbox').fill('The gangway.');

  const plain = await browser.newContext({ javaScriptEnabled: false, baseURL: server.url, locale: 'en-GB' });
  const simple = await plain.newPage();
  await simple.goto(`/s/${survey.slug}`);
  await simple.getByRole('button', { name: 'Begin' }).click();
  await simple.getByRole('textbox').fill('The whistle.');

  const free = await locked(server.dir);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('status')).toHaveText('Being sent…');
  await Promise.all([
    expect(page.getByRole('status')).toContainText('This cannot be saved at the moment.', { timeout: 60_000 }),
    simple.getByRole('button', { name: 'Continue' }).click({ timeout: 60_000 }),
  ]);
  await expectAccessible(page);
  await expect(page.getByRole('textbox')).toHaveValue('The gangway.');
  // Without a script the page comes back as it was written.
  await expect(simple.getByRole('alert')).toContainText('This could not be saved', { timeout: 60_000 });
  await expect(simple.getByRole('textbox')).toHaveValue('The whistle.');
  await free();
  await expect(page.getByText('Which boat?')).toBeVisible({ timeout: 60_000 });
  await simple.getByRole('button', { name: 'Continue' }).click();
  await expect(simple.getByText('Which boat?')).toBeVisible();
  await page.getByRole('button', { name: 'Back' }).click();
  await expect(page.getByRole('textbox')).toHaveValue('The gangway.');
  await plain.close();
});

test('two tabs, two clicks and a survey that closes lose nothing and answer once', async ({ page, context, api }, info) => {
  const errors = watchErrors(page);
  const { survey, program } = made(info);
  await page.goto(`/s/${survey.slug}`);
  await page.getByRole('button', { name: 'Begin' }).click();
  await expect(page.getByText('What should we mend?')).toBeVisible();
  const other = await context.newPage();
  await other.goto(page.url());
  await other.getByRole('textbox').fill('The gangway.');
  await other.getByRole('button', { name: 'Continue' }).click();
  await other.getByRole('textbox').fill('Astrid');
  await other.getByRole('button', { name: 'Send' }).dblclick();
  await expect(other.getByRole('heading', { name: 'Thank you' })).toBeVisible();
  await expect(other.locator('output')).toHaveText(/^\S{4} \S{4} \S{4}$/);

  // The first tab learns of it as soon as it keeps something, or sends.
  await page.getByRole('textbox').fill('Nothing.');
  await page.getByRole('heading', { level: 1 }).click();
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible();
  const list = await (await api.get(`/api/responses?program=${program}`)).json();
  expect(list.items).toHaveLength(1);
  expect(JSON.stringify(list.items[0].answers)).toContain('The gangway.');

  // Closed while somebody writes: they are told, and what they wrote stands there still.
  await page.goto(`/s/${survey.slug}`);
  await page.getByRole('button', { name: 'Begin' }).click();
  await expect(page.getByText('What should we mend?')).toBeVisible();
  const now = await (await api.get(`/api/surveys/${survey.id}`)).json();
  expect((await api.patch(`/api/surveys/${survey.id}`, { data: { state: 'closed' }, headers: { 'If-Match': `"${now.version}"` } })).ok()).toBe(true);
  await page.getByRole('textbox').fill('The whistle.');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('status')).toContainText('This survey was closed while you answered.');
  await expect(page.getByRole('textbox')).toHaveValue('The whistle.');
  expect(errors.filter((e) => !/\b(409|410)\b/.test(e))).toEqual([]);
});

test('a survey is answered in the page of a site that it names, and shown by no other', async ({ page, api, server }, info) => {
  const { program } = made(info);
  let slug = '';
  const site = () => new Promise<{ origin: string; close: () => void }>((done) => {
    const shop = createServer((_, answer) => answer.setHeader('Content-Type', 'text/html').end(`<!doctype html><title>Shop</title><iframe title="Survey" src="${server.url}/s/${slug}" width="400" height="600"></iframe>`));
    shop.listen(0, 'localhost', () => done({ origin: `http://localhost:${(shop.address() as AddressInfo).port}`, close: () => shop.close() }));
  });
  const [named, other] = [await site(), await site()];
  const survey = await (await api.post('/api/surveys', { data: { program_id: program, name: 'In a shop', document: { ...document, settings: { ...document.settings, frames: [named.origin] } } } })).json();
  expect((await api.post(`/api/surveys/${survey.id}/versions`, { data: { reasons: {} } })).status()).toBe(201);
  slug = survey.slug;

  await page.goto(named.origin);
  const inside = page.frameLocator('iframe');
  await expect(inside.getByText('The horn is quieter.')).toBeVisible();
  await inside.getByRole('button', { name: 'Begin' }).click();
  await inside.getByRole('textbox').fill('The gangway.');
  await inside.getByRole('button', { name: 'Continue' }).click();
  await inside.getByRole('button', { name: 'Send' }).click();
  await expect(inside.getByRole('heading', { name: 'Thank you' })).toBeVisible();

  const refused = page.waitForEvent('console', (m) => m.text().includes('frame-ancestors'));
  await page.goto(other.origin);
  await refused;
  await expect(inside.getByText('The horn is quieter.')).toHaveCount(0);
  named.close();
  other.close();
});
