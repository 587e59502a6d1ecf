import type { Browser, Page } from '@playwright/test';
import { test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, expectReadable, settled, watchErrors } from './fixtures.ts';

test.use({ house: 'survey-alone' });

const kept = (page: Page) => expect(page.getByRole('status').filter({ hasText: 'Kept' })).toBeVisible();

/** Adds a question of a kind to a page and words it; it stays open. */
async function ask(page: Page, number: number, kind: string, words: string, label = 'Question') {
  const block = page.getByRole('region', { name: `Page ${number}`, exact: true });
  await block.getByRole('button', { name: 'Add a question' }).click();
  await page.getByRole('menuitem', { name: kind, exact: true }).click();
  await block.getByRole('textbox', { name: label, exact: true }).fill(words);
  return block;
}

const follows = (page: Page, number: number) => page.getByRole('region', { name: `Page ${number}`, exact: true }).getByText(/^Title, conditions and what follows/);

test('a survey with all its logic is made in the builder alone, and walked by those who answer, with and without the script', async ({ signedIn: page, api, browser, server }) => {
  test.setTimeout(240_000);
  const errors = watchErrors(page);
  const program = await (await api.post('/api/programs', { data: { name: 'Alone' } })).json();
  await page.goto(`/measures/surveys?program=${program.id}`);
  await settled(page);
  await page.getByRole('button', { name: 'New survey' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('After the crossing');
  await page.getByRole('button', { name: 'Make it', exact: true }).click();
  await expect(page.getByText('Nothing is asked on this page yet.')).toBeVisible();

  // Page 1: a scale that counts, choices, and whom it sends where.
  let block = await ask(page, 1, 'Scale', 'How was it?');
  await block.getByLabel('Answer', { exact: true }).selectOption('Needed');
  await block.getByText('Checks and score').click();
  await block.getByLabel('What it counts to the score').selectOption('The number that is answered');
  block = await ask(page, 1, 'Several choices', 'Where were you?');
  await block.getByRole('textbox', { name: 'Option 1' }).fill('On deck');
  await block.getByRole('textbox', { name: 'Option 2' }).fill('At the bar');
  await follows(page, 1).click();
  await block.getByRole('button', { name: 'Screen out if' }).click();
  await expect(page.getByText('Say for whom. Without a condition')).toBeVisible();
  await page.getByRole('combobox', { name: 'Branch 1: if' }).fill('q_1 == 0');
  await page.keyboard.press('Tab');
  await expect(page.getByText('Say for whom. Without a condition')).toBeHidden();
  await expectAccessible(page);
  await follows(page, 1).click();

  // Page 2 comes once for each place; page 3 says what was put together and asks on.
  await page.getByRole('button', { name: 'Add a page' }).click();
  await ask(page, 2, 'Short text', 'What of {{item}}?');
  await follows(page, 2).click();
  await page.getByRole('region', { name: 'Page 2', exact: true }).getByLabel('How often it is shown').selectOption('For each choice of a question');
  await follows(page, 2).click();
  await page.getByRole('button', { name: 'Add a page' }).click();
  await ask(page, 3, 'Text to read', 'You came by {{boat|our boat}} and gave {{tenfold}} of 100.', 'Text');
  block = await ask(page, 3, 'Long text', 'What went wrong?');
  await block.getByRole('combobox', { name: 'Show only if', exact: true }).first().fill('q_1 <= 6');
  await page.keyboard.press('Tab');
  await expectAccessible(page);

  // Ends, values and a quota.
  await page.getByText('Ends and values', { exact: true }).click();
  await page.getByRole('button', { name: 'Add a value of link or contact' }).click();
  await page.getByRole('group', { name: 'value_1' }).getByLabel('Code').fill('boat');
  await page.getByRole('button', { name: 'Add a calculated value' }).click();
  await page.getByRole('combobox', { name: 'value_1 is' }).fill('q_1 * 10');
  await page.keyboard.press('Tab');
  await page.getByRole('group', { name: 'value_1' }).getByLabel('Code').fill('tenfold');
  await page.getByRole('group', { name: 'End 2' }).getByRole('textbox', { name: 'Heading' }).fill('This time we ask others');
  await page.getByRole('button', { name: 'Add an end' }).click();
  await page.getByRole('group', { name: 'End 3' }).getByLabel('When').selectOption('They completed it');
  await page.getByRole('group', { name: 'End 3' }).getByRole('textbox', { name: 'Heading' }).fill('We are glad');
  await page.getByRole('button', { name: 'Add a quota' }).click();
  await page.getByRole('combobox', { name: 'Quota 1: of those for whom' }).fill('boat == "Astrid"');
  await page.keyboard.press('Tab');
  await page.getByLabel('How many may complete').fill('2');
  await page.getByRole('group', { name: 'End 4' }).getByRole('textbox', { name: 'Heading' }).fill('Enough of you have answered');
  await expectAccessible(page);
  await page.getByText('Pages', { exact: true }).click();
  await follows(page, 1).click();
  await page.getByRole('button', { name: 'Add a branch' }).first().click();
  await page.getByRole('combobox', { name: 'Branch 2: if' }).fill('q_1 >= 9');
  await page.keyboard.press('Tab');
  await page.getByLabel('Branch 2: go to').selectOption('End: We are glad');
  await page.getByRole('textbox', { name: 'Privacy notice' }).fill('Kept for two years.');
  await page.getByRole('textbox', { name: 'Who answers for the data' }).fill('Halden Ferries');
  await kept(page);
  await page.getByRole('tab', { name: 'Publish' }).click();
  await expect(page.getByText(/Nothing has this code|is not answered yet|No way leads here|can never hold/)).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Publish version 1' }).click();
  await expect(page.getByText('It takes answers, by version 1.')).toBeVisible();
  const id = page.url().split('/').at(-1)?.split('?')[0] ?? '';
  const { slug } = await (await api.get(`/api/surveys/${id}`)).json();

  for (const scripted of [true, false]) await walks(browser, server.url, slug, scripted);

  // Two by the Astrid have completed: the third is thanked and not asked on.
  const late = await (await browser.newContext({ baseURL: server.url, locale: 'en-GB' })).newPage();
  await late.goto(`/s/${slug}?boat=Astrid`);
  await late.getByRole('button', { name: 'Begin' }).click();
  await expect(late.getByRole('heading', { name: 'Enough of you have answered' })).toBeVisible();
  await expectAccessible(late);
  await late.context().close();
  await expect.poll(async () => {
    const { items } = await (await api.get(`/api/surveys/${id}/responses?outcome=complete`)).json() as { items: unknown[] };
    return items.length;
  }).toBe(4);
  expect(errors).toEqual([]);
});

/** A page of somebody who has begun; without the script nothing of JavaScript runs, and axe still can. */
async function begun(browser: Browser, baseURL: string, path: string, scripted: boolean): Promise<Page> {
  const context = await browser.newContext({ baseURL, locale: 'en-GB' });
  if (!scripted) await context.route('**/page.js*', (route) => route.abort());
  const page = await context.newPage();
  await page.goto(path);
  await page.getByRole('button', { name: 'Begin' }).click();
  await expect(page.getByRole('group', { name: /How was it/ })).toBeVisible();
  return page;
}

const on = (page: Page) => page.getByRole('button', { name: /^(Continue|Send)$/ }).click();

async function looked(page: Page) {
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectReadable(page);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1280, height: 800 });
}

async function walks(browser: Browser, baseURL: string, slug: string, scripted: boolean) {
  // Screened out, and by a branch to an end of their own.
  for (const [score, end] of [['0', 'This time we ask others'], ['10', 'We are glad']] as const) {
    const page = await begun(browser, baseURL, `/s/${slug}?boat=Tern`, scripted);
    const errors = watchErrors(page);
    await looked(page);
    await page.getByRole('radio', { name: score, exact: true }).check();
    await on(page);
    await expect(page.getByRole('heading', { name: end })).toBeVisible();
    await looked(page);
    expect(errors).toEqual([]);
    await page.context().close();
  }
  // Through the loop, to what was put together and what is asked of some.
  const page = await begun(browser, baseURL, `/s/${slug}?boat=Astrid`, scripted);
  await page.getByRole('radio', { name: '5', exact: true }).check();
  await page.getByLabel('On deck').check();
  await page.getByLabel('At the bar').check();
  await on(page);
  for (const place of ['On deck', 'At the bar']) {
    await expect(page.getByRole('textbox', { name: `What of ${place}?` })).toBeVisible();
    await looked(page);
    await page.getByRole('textbox', { name: `What of ${place}?` }).fill('Fine.');
    await on(page);
  }
  await expect(page.getByText('You came by Astrid and gave 50 of 100.')).toBeVisible();
  await page.getByRole('textbox', { name: 'What went wrong?' }).fill('It was late.');
  await looked(page);
  await on(page);
  await expect(page.getByRole('heading', { name: 'Thank you for your answers' })).toBeVisible();
  await page.context().close();
}
