import { test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, expectPicturesWhole, field, settled } from './fixtures.ts';

test.use({ house: 'sample' });
// A whole import and its figures in one test, on machines that do other things too.
test.setTimeout(150_000);

test('the sample comes in marked as invented, and goes again', async ({ signedIn: page, api }) => {
  await page.goto('/start');
  await page.getByRole('button', { name: 'Load the sample' }).click();
  await page.getByRole('link', { name: 'See the figure' }).click({ timeout: 45_000 });
  await expect(page.getByRole('note')).toContainText('Invented sample data');
  await expect(page.getByRole('link', { name: /^Open the [\d,]+ answers behind it$/ })).toBeVisible();
  await settled(page);
  await expectAccessible(page);
  await page.goto('/answers');
  await expect(page.getByRole('note')).toContainText('Invented sample data');

  // Two cuts are crossed in a comparison, and each row opens its answers.
  await page.goto('/understand?compare=rest');
  await field(page, 'and by').click();
  await page.getByRole('option').nth(1).click();
  await expect(page).toHaveURL(/compare=rest/);
  const crossed = page.getByRole('link', { name: /^.+, .+: .* q .*n [\d,]+$/ }).first();
  await expect(crossed).toBeVisible();
  await settled(page);
  await expectAccessible(page);
  for (const language of ['fr', 'en']) {
    await api.patch('/api/session', { data: { language } });
    await page.setViewportSize({ width: 360, height: 800 });
    await page.reload();
    await expect(page.locator('svg[data-picture] text').first()).toBeVisible();
    await settled(page);
    await expectNoSidewaysScroll(page);
    await expectPicturesWhole(page);
    await expectAccessible(page);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await field(page, 'Compare with').click();
  await page.getByRole('option', { name: 'the period before' }).click();
  await expect(page.getByText(/ beside .*\./)).toBeVisible();
  await expect(field(page, 'and by')).not.toHaveValue('none');
  await field(page, 'Compare with').click();
  await page.getByRole('option', { name: 'all other answers' }).click();
  const [, one = '?', other = '?'] = /^(.+?), (.+?): /.exec((await crossed.getAttribute('aria-label')) ?? '') ?? [];
  await crossed.click();
  await expect(page.getByRole('list', { name: 'Answers', exact: true }).getByRole('link').first()).toBeVisible();
  for (const value of [one, other]) await expect(page.getByRole('list', { name: 'Filters' })).toContainText(value);

  await page.goto('/');
  await page.getByRole('button', { name: 'Remove the sample' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'What did your customers tell you?' })).toBeVisible({ timeout: 30_000 });
  const { items } = await (await api.get('/api/programs')).json() as { items: unknown[] };
  expect(items).toEqual([]);
});
