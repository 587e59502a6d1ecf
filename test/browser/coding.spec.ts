import { expect, owner, test } from './fixtures.ts';
import { type Server } from './server.ts';
import { call, study } from './study.ts';
import { type APIRequestContext, type Browser, type Page, request } from '@playwright/test';

/** A second researcher, invited and signed in. */
async function colleague(api: APIRequestContext, server: Server, browser: Browser): Promise<{ page: Page; id: string; close: () => Promise<void> }> {
  const invited = await call<{ path: string }>(api, 'POST', '/api/invites', { name: 'Paul Renard', grants: [{ role: 'researcher', scope: { kind: 'whole' } }] });
  const own = await request.newContext({ baseURL: server.url });
  const joined = { name: 'Paul Renard', email: `paul${Date.now()}@example.org`, password: 'four quiet herons' };
  await call(own, 'POST', `/api/invitation/${invited.path.split('#')[1]}`, joined);
  const context = await browser.newContext({ storageState: await own.storageState(), baseURL: server.url });
  const session = await call<{ user: { id: string } }>(own, 'GET', '/api/session');
  return { page: await context.newPage(), id: session.user.id, close: async () => { await context.close(); await own.dispose(); } };
}

/** Codes lines of a document by the keys alone: each a line, some letters of the code, the mode. */
async function code(page: Page, document: string, deeds: readonly (readonly [line: number, letters: string])[]) {
  await page.goto(`/listen/documents/${document}`);
  await expect(page.locator('[data-n="1"]')).toBeVisible();
  for (const [line, letters] of deeds) {
    await page.locator(`[data-words="${line}"]`).click();
    await page.keyboard.press('c');
    await page.getByRole('combobox', { name: 'Which code?' }).fill(letters);
    await page.keyboard.press('Enter');
    await page.keyboard.press('f');
  }
  await expect(page.getByText(`${deeds.length} coded passage`)).toBeVisible();
}

test('two people code three interviews blind, see each other once both are done, and settle', async ({ api, server, browser, signedIn }) => {
  const { study: made, documents } = await study(api);
  const paul = await colleague(api, server, browser);
  await call(api, 'PUT', `/api/studies/${made}/members/${paul.id}`, { part: 'researcher' });

  for (const document of documents) {
    await code(signedIn, document, [[3, 'nobody'], [4, 'nobody'], [7, 'seen']]);
    await signedIn.getByRole('button', { name: 'I am done', exact: true }).click();
    await expect(signedIn.getByText('The others’ codes show once they are done too.')).toBeVisible();
  }
  for (const document of documents) {
    await paul.page.goto(`/listen/documents/${document}`);
    await expect(paul.page.locator('[data-n="3"]')).toBeVisible();
    // Blind: nothing of what the other gave shows.
    await expect(paul.page.locator('[data-n] li')).toHaveCount(0);
    await code(paul.page, document, [[3, 'nobody'], [7, 'seen']]);
    await paul.page.getByRole('button', { name: 'I am done', exact: true }).click();
    await expect(paul.page.getByText('Coded together')).toBeVisible();
    await expect(paul.page.locator('[data-n] li').filter({ hasText: owner.name })).not.toHaveCount(0);
  }

  await signedIn.goto(`/listen/documents/${documents[0]}/settle`);
  const difference = signedIn.getByRole('article');
  await expect(difference).toHaveCount(1);
  await difference.getByRole('textbox').fill('She says no number, only soon.');
  await difference.getByRole('button', { name: 'It holds', exact: true }).click();
  await expect(signedIn.getByText('All is settled')).toBeVisible();
  await signedIn.getByText('All (1)').click();
  await expect(difference).toContainText('She says no number, only soon.');
  const agreement = await call<{ documents: number; alpha: { value: number } }>(api, 'GET', `/api/studies/${made}/agreement`);
  expect(agreement.documents).toBe(3);
  expect(agreement.alpha.value).toBeGreaterThan(0);
  expect(agreement.alpha.value).toBeLessThan(1);
  await paul.close();
});
