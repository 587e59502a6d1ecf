import { readFileSync } from 'node:fs';
import { bringIn, firstProgram, test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, expectPicturesWhole, settled, watchErrors, withTheme } from './fixtures.ts';

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

test('Understand compares groups, says where from, and leads to the answers by keyboard', async ({ signedIn: page, api }) => {
  const errors = watchErrors(page);
  const program = await firstProgram(api);
  await page.goto(`/understand?program=${program.id}`);
  const compare = page.getByRole('combobox', { name: 'Compare with' });
  await compare.click();
  await page.getByRole('option', { name: 'all other answers' }).click();
  await expect(page).toHaveURL(/compare=rest/);
  await expect(page.getByText(/comparisons (is|are) more than noise|Nothing distinguishable/)).toBeVisible();
  const pro = page.getByRole('link', { name: /^Pro: .*q .*n \d+$/ });
  await expect(pro).toBeVisible();
  await settled(page);
  await expectAccessible(page);

  await page.getByRole('radiogroup', { name: 'Shown as' }).getByText('Table').click();
  const table = page.getByRole('region', { name: 'Figures', exact: true });
  await table.getByRole('button', { name: 'Basic', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(table).toContainText('Method of the comparison');
  await expect(table.getByRole('columnheader', { name: /^Figure/ })).toHaveAttribute('aria-sort', 'descending');
  await table.getByRole('button', { name: /^Figure/ }).click();
  await expect(page).toHaveURL(/sort=value/);
  await expect(table.getByRole('columnheader', { name: /^Figure/ })).toHaveAttribute('aria-sort', 'ascending');
  await settled(page);
  await expectAccessible(page);

  // The link says it all: the same question in another window.
  await page.goto(page.url());
  await expect(table).toContainText('Pro');
  await page.getByRole('radiogroup', { name: 'Shown as' }).getByText('Picture').click();
  const n = /n (\d+)$/.exec((await pro.getAttribute('aria-label')) ?? '')?.[1];
  await pro.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('list', { name: 'Filters' })).toContainText('Plan Pro');
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(page.getByRole('list', list).getByRole('link')).toHaveCount(Number(n));
  expect(errors).toEqual([]);
});

test('what is on the screen can be taken along as table and as picture', async ({ signedIn: page, api }) => {
  const program = await firstProgram(api);
  await page.goto(`/understand?program=${program.id}&compare=rest`);
  await expect(page.getByRole('link', { name: /^Pro: / })).toBeVisible();
  const take = async (item: string) => {
    await page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: item }).click()]);
    return readFileSync(await download.path());
  };
  const lines = (await take('CSV, decimal comma and semicolon')).toString('utf8').split('\r\n');
  expect(lines[0]).toMatch(/^\ufeffPlan;Value;Low \(95 %\);High \(95 %\);Unit;n;Method;Difference;/);
  expect(lines.find((l) => l.startsWith('Pro;'))).toMatch(/^Pro;[\d-]+(,\d+)?;/);
  expect((await take('Excel workbook')).subarray(0, 2).toString()).toBe('PK');
  expect((await take('PNG')).subarray(1, 4).toString()).toBe('PNG');
  const svg = (await take('SVG')).toString('utf8');
  expect(svg).toContain('>Pro<');
  expect(svg).toContain('As of: ');

  // More rows than the screen has: the file has them all, and so has the picture.
  await page.goto(`/understand?program=${program.id}&period=day&show=table`);
  await expect(page.getByText(/^200 of \d+ /)).toBeVisible();
  const of = Number(/of (\d+)/.exec((await page.getByText(/^200 of \d+ /).textContent()) ?? '')?.[1]);
  expect(of).toBeGreaterThan(200);
  const whole = (await take('CSV, decimal point and comma')).toString('utf8').trim().split('\r\n');
  expect(whole).toHaveLength(1 + of + 1); // heading, rows, all answers
  expect((await take('SVG')).toString('utf8').match(/<polyline/g)?.length).toBeGreaterThanOrEqual(3);
  await expect(page.getByText(/^200 of \d+ /)).toBeVisible();
});

test('a list of answers is taken along whole, as CSV and as a workbook', async ({ signedIn: page }) => {
  await page.goto('/answers?q=crossing');
  await expect(page.getByRole('list', list).getByRole('link')).toHaveCount(50);
  const take = async (item: string) => {
    await page.getByRole('button', { name: 'Export' }).click();
    await expectAccessible(page);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: item }).click()]);
    return { name: download.suggestedFilename(), file: readFileSync(await download.path()) };
  };
  const { name, file } = await take('CSV, decimal comma and semicolon');
  const lines = file.toString('utf8').trim().split('\r\n');
  expect(name).toMatch(/^answers-\d{4}-\d\d-\d\d\.csv$/);
  expect(file.subarray(0, 3)).toEqual(Buffer.from('\ufeff'));
  expect(lines[0]).toMatch(/^Response;Given on;How likely are you to recommend us/);
  expect(lines).toHaveLength(1 + 160);
  expect((await take('Excel workbook')).file.subarray(0, 2).toString()).toBe('PK');
});

test('a dashboard is made of saved views and arranged by keyboard', async ({ signedIn: page, api }) => {
  const { id: program_id } = await firstProgram(api);
  for (const [name, path, params] of [['By plan', '/understand', { compare: ['rest'] }], ['What they say', '/answers', { q: ['crew'] }]] as const) {
    const made = await api.post('/api/views', { data: { name, path, program_id, params, shared: 'private' } });
    expect(made.status(), await made.text()).toBe(201);
  }
  await page.goto('/dashboards');
  await page.getByRole('button', { name: 'Make a dashboard' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Monday round');
  await page.getByRole('dialog').getByRole('button', { name: 'Make a dashboard' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Monday round' })).toBeVisible();
  const tiles = page.getByRole('heading', { level: 2 });
  for (const [name, count] of [['By plan', 1], ['What they say', 2]] as const) {
    await page.getByRole('button', { name: 'Add a view' }).click();
    await page.getByRole('menuitem', { name }).click();
    await expect(tiles).toHaveCount(count);
  }
  await expect(tiles).toHaveText(['By plan', 'What they say']);
  await expect(page.getByRole('link', { name: /^Pro: / })).toBeVisible();
  await settled(page);
  await expectAccessible(page);

  const saved = page.waitForResponse((r) => r.request().method() === 'PATCH' && r.url().includes('/api/views/'));
  await page.getByRole('button', { name: 'Move What they say' }).focus();
  await page.keyboard.press('Space');
  await expect(page.getByText(/^What they say is (picked up|over place 2)/)).toBeAttached();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByText('What they say is over place 1 of 2.')).toBeAttached();
  await page.keyboard.press('Space');
  expect((await saved).status()).toBe(200);
  await page.reload();
  await expect(tiles).toHaveText(['What they say', 'By plan']);
  await page.getByRole('link', { name: 'By plan' }).click();
  await expect(page).toHaveURL(/\/understand\?.*compare=rest/);
});

for (const [theme, width] of [['light', 320], ['dark', 1440]] as const) {
  test(`home and answers stand in ${theme} at ${width} px`, async ({ signedIn: page, api }) => {
    test.setTimeout(300_000);
    const program = await firstProgram(api);
    await page.setViewportSize({ width, height: 900 });
    await withTheme(page, theme);
    const { items } = await (await api.get('/api/responses?limit=1')).json() as { items: { id: string }[] };
    const imports = await (await api.get('/api/imports?limit=1')).json() as { items: { id: string }[] };
    const nobody = `/?program=${program.id}&from=2001-01-01&to=2001-01-02`;
    for (const screen of [
      `/?program=${program.id}`, nobody, `/understand?program=${program.id}&compare=rest`, `/understand?program=${program.id}&period=month`, '/answers', ...(width > 760 ? [`/answers/${items[0]?.id}`] : []), '/answers?q=zzzz', '/views', '/import', `/import/${imports.items[0]?.id}`, '/start',
    ]) {
      await page.goto(screen);
      await settled(page);
      await expectNoSidewaysScroll(page);
      await expectPicturesWhole(page);
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
