import { bringIn, feedback, test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, settled, watchErrors } from './fixtures.ts';

test.describe.configure({ mode: 'serial' });
test.use({ house: 'import' });
// A whole import and its figures in one test, on machines that do other things too.
test.setTimeout(150_000);

test('an empty house offers its first steps', async ({ signedIn: page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1, name: 'What did your customers tell you?' })).toBeVisible();
  await expect(page).toHaveURL(/\/start$/);
  await expect(page.getByRole('button', { name: 'Choose a file' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Load: An invented survey' })).toBeVisible();
  await expectAccessible(page);
});

test('a file is shown as it will be read, and each column can be changed', async ({ signedIn: page }) => {
  const errors = watchErrors(page);
  await page.goto('/start');
  await page.locator('input[type=file]').setInputFiles(feedback());
  await expect(page.getByRole('heading', { level: 1, name: 'Do we read ferry-feedback.csv rightly?' })).toBeVisible();
  const columns = page.getByRole('table', { name: 'How is each column read?' });
  const score = columns.getByRole('row', { name: /How likely are you to recommend us/ });
  await expect(score.getByRole('combobox')).toHaveValue('score');
  await expect(score).toContainText('0 to 10');
  await expect(score).toContainText('NPS');
  await expect(score).toContainText('no answer: 11');
  await expect(columns.getByRole('row', { name: /Answered on/ }).getByRole('combobox')).toHaveValue('time');
  await expect(columns.getByRole('row', { name: /^Comment/ }).getByRole('combobox')).toHaveValue('text');
  await settled(page);
  await expectAccessible(page);

  // A column left out leaves the preview; taken in again it comes back.
  const preview = page.getByRole('region', { name: 'The first rows, as they will be read' });
  await expect(preview).toContainText('Plan');
  await columns.getByRole('row', { name: /^Plan/ }).getByRole('combobox').selectOption('ignore');
  await expect(preview).not.toContainText('Plan');
  await columns.getByRole('row', { name: /^Plan/ }).getByRole('combobox').selectOption('segment');
  await expect(preview).toContainText('Plan');

  // Codes for no answer hold for this column: 11 becomes a score again, and no answer again.
  await page.getByRole('button', { name: /^Details of How likely/ }).click();
  const eleven = page.getByRole('checkbox', { name: '11 is an answer' });
  await expect(eleven).not.toBeChecked();
  await settled(page);
  // At the end of the page the bar that stays in sight covers no box by half, which would count as a target too small.
  await page.evaluate(() => { window.scrollTo(0, document.documentElement.scrollHeight); });
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 800 });
  await expectNoSidewaysScroll(page);
  expect(errors).toEqual([]);
});

test('a file comes in, its figure has an interval, and opens into its answers', async ({ signedIn: page }) => {
  await bringIn(page);
  const counts = page.getByRole('main');
  await expect(counts).toContainText('240');
  await expect(page.getByRole('heading', { name: 'One row was not taken' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Rejected rows' })).toContainText('31/02/2026');
  await settled(page);
  await expectAccessible(page);

  await page.getByRole('link', { name: 'See the figure' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Would they recommend us?' })).toBeVisible();
  const figure = page.getByRole('region', { name: /How likely are you to recommend us/ });
  await expect(figure).toContainText(/95\s%\ssure: −?\d+ to −?\d+ · n 228/);
  await expect(figure).toContainText('Adjusted Wald interval');
  for (const card of ['Is it getting better?', 'How are the scores spread?']) {
    await expect(page.getByRole('region', { name: card })).toContainText('Intervals: ');
  }
  await expect(figure.getByRole('img', { name: /with 95\s% confidence/ })).toBeVisible();
  await settled(page);
  await expectAccessible(page);

  await figure.getByRole('link', { name: 'Open the 228 answers behind it' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'What did they say?' })).toBeVisible();
  await expect(page.getByRole('list', { name: 'Answers', exact: true }).getByRole('link')).toHaveCount(50);
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(page.getByRole('list', { name: 'Answers', exact: true }).getByRole('link')).toHaveCount(100);
});

test('the same file again changes nothing, and what came in can be taken back', async ({ signedIn: page, api }) => {
  await page.goto('/import');
  await page.locator('input[type=file]').setInputFiles(feedback());
  await expect(page.getByRole('status').filter({ hasText: '240 known already' })).toBeVisible();
  await page.getByRole('button', { name: /^Take in/ }).click();
  await expect(page.getByText('Every row was known already, so nothing changed.')).toBeVisible({ timeout: 30_000 });

  // The newest is taken back first: the one before it was built upon.
  for (const done of [2, 1]) {
    await page.goto('/import');
    const rows = page.getByRole('region', { name: 'Imports' }).getByRole('row').filter({ hasText: 'Taken in' });
    await expect(rows).toHaveCount(done);
    await rows.first().getByRole('button').click();
    await page.getByRole('button', { name: 'Take it back' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'ferry-feedback.csv was taken back' })).toBeVisible({ timeout: 30_000 });
  }
  const { items } = await (await api.get('/api/responses?limit=1')).json() as { items: unknown[] };
  expect(items).toEqual([]);
});

test('the import is walked by keyboard alone', async ({ signedIn: page }) => {
  await page.goto('/import');
  await settled(page);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a file' }).focus();
  await page.keyboard.press('Enter');
  await (await chooser).setFiles({ ...feedback(60), name: 'by-keyboard.csv' });
  await expect(page.getByRole('heading', { level: 1, name: 'Do we read by-keyboard.csv rightly?' })).toBeVisible();

  // From the first role on, Tab reaches details and the next role; a letter chooses a role.
  await page.getByRole('combobox', { name: 'What Response ID is read as' }).focus();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Details of Response ID' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Close the details of Response ID' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('combobox', { name: 'What Answered on is read as' })).toBeFocused();
  const start = page.getByRole('button', { name: /^Take in/ });
  await start.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'See the figure' })).toBeVisible({ timeout: 30_000 });
  await page.getByRole('link', { name: 'See the figure' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Would they recommend us?' })).toBeVisible();
  const course = page.getByRole('slider', { name: /over time/ });
  await course.focus();
  const last = await course.getAttribute('aria-valuetext');
  await page.keyboard.press('ArrowLeft');
  await expect(course).not.toHaveAttribute('aria-valuetext', last ?? '');
});
