import { bringIn, firstProgram, test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, settled, watchErrors, withTheme } from './fixtures.ts';

test.describe.configure({ mode: 'serial' });
test.use({ house: 'answers' });
// A whole import and its figures in one test, on machines that do other things too.
test.setTimeout(150_000);

const list = { name: 'Answers', exact: true } as const;

test('answers are found by words, narrowed by what is known, and opened beside the list', async ({ signedIn: page }) => {
  const errors = watchErrors(page);
  await bringIn(page);
  await page.goto('/answers');
  await page.getByRole('searchbox', { name: 'Find words in what was written' }).fill('boat late');
  const answers = page.getByRole('list', list);
  await expect(answers.getByRole('link')).toHaveCount(40);
  await expect(answers.getByRole('link').first()).toContainText('The boat left late and nobody told us');
  await expect(page).toHaveURL(/q=boat/);
  await settled(page);
  await expectAccessible(page);

  await answers.getByRole('link').first().focus();
  await page.keyboard.press('j');
  await expect(answers.getByRole('link').nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: 'One answer' });
  await expect(panel).toContainText('The boat left late and nobody told us');
  await expect(panel).toContainText('Plan');
  await expect(panel).toContainText('of ferry-feedback.csv');
  await settled(page);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  expect(errors).toEqual([]);
});

test('a filter narrows the home, and the figure opens into exactly its answers', async ({ signedIn: page, api }) => {
  const program = await firstProgram(api);
  await page.goto(`/?program=${program.id}`);
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('checkbox', { name: /^Pro · / }).check();
  await expect(page.getByRole('list', { name: 'Filters' })).toContainText('Plan Pro');
  await page.keyboard.press('Escape');
  const open = page.getByRole('link', { name: /^Open the \d+ answers behind it$/ });
  await expect(open).toHaveText(/Open the 7\d answers/);
  const n = Number(/\d+/.exec((await open.textContent()) ?? '')?.[0]);
  await open.click();
  await expect(page.getByRole('list', { name: 'Filters' })).toContainText('Plan Pro');
  const answers = page.getByRole('list', list);
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(answers.getByRole('link')).toHaveCount(n);
});

test('a view is saved and shared by its link', async ({ signedIn: page, browser, server, ownerCookies }) => {
  await page.goto('/answers?q=crew');
  await settled(page);
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'Save this view' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('What they say of the crew');
  await dialog.getByRole('radio', { name: 'Whoever has the link' }).check();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Save' }).click();
  const link = (await dialog.locator('code').textContent()) ?? '';
  expect(link).toMatch(/\/views\/[0-9a-f-]+$/);
  await dialog.getByRole('button', { name: 'Done' }).click();

  // Another window, with nothing but the link.
  const other = await browser.newContext({ baseURL: server.url });
  await other.addCookies(ownerCookies);
  const opened = await other.newPage();
  await opened.goto(new URL(link).pathname);
  await expect(opened.getByRole('heading', { level: 1, name: 'What did they say?' })).toBeVisible();
  await expect(opened.getByRole('searchbox')).toHaveValue('crew');
  await expect(opened.getByRole('list', list).getByRole('link')).toHaveCount(40);
  await other.close();

  await page.goto('/views');
  await settled(page);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Change What they say of the crew' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Of the crew');
  await page.getByRole('dialog').getByRole('radio', { name: 'Only I' }).check();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Remove Of the crew' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('No view is saved yet')).toBeVisible();
  await page.goto(new URL(link).pathname);
  await expect(page.getByText('This link opens no view')).toBeVisible();
});

test('a first day holds for the figure and leaves the changes whole', async ({ signedIn: page, api }) => {
  const program = await firstProgram(api);
  await page.goto(`/?program=${program.id}&from=2026-03-10&period=month`);
  const changes = page.getByRole('region', { name: /^What changed since/ });
  await expect(changes).toContainText('All answers');
  await expect(changes.getByRole('alert')).toHaveCount(0);
});

for (const [theme, width] of [['light', 320], ['light', 1440], ['dark', 360], ['dark', 1440]] as const) {
  test(`home and answers stand in ${theme} at ${width} px`, async ({ signedIn: page, api }) => {
    test.setTimeout(300_000);
    const program = await firstProgram(api);
    await page.setViewportSize({ width, height: 900 });
    await withTheme(page, theme);
    const { items } = await (await api.get('/api/responses?limit=1')).json() as { items: { id: string }[] };
    const imports = await (await api.get('/api/imports?limit=1')).json() as { items: { id: string }[] };
    const nobody = `/?program=${program.id}&from=2001-01-01&to=2001-01-02`;
    for (const screen of [
      `/?program=${program.id}`, nobody, '/answers', ...(width > 760 ? [`/answers/${items[0]?.id}`] : []), '/answers?q=zzzz', '/views', '/import', `/import/${imports.items[0]?.id}`, '/start',
    ]) {
      await page.goto(screen);
      await settled(page);
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
    }
  });
}

test('in French the home speaks French', async ({ signedIn: page, api }) => {
  await api.patch('/api/session', { data: { language: 'fr' } });
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1, name: 'Nous recommanderaient-ils\u202f?' })).toBeVisible();
  await expect(page.getByText(/sûr à 95\s%/)).toBeVisible();
  await api.patch('/api/session', { data: { language: 'en' } });
});
