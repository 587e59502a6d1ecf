import { test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, expectPicturesWhole, field, settled } from './fixtures.ts';

test.use({ house: 'sample' });
// A whole import and its figures in one test, on machines that do other things too.
test.setTimeout(150_000);

test('the sample comes in marked as invented, and goes again', async ({ signedIn: page, api }) => {
  await page.goto('/start');
  await page.getByRole('button', { name: 'Load: An invented survey' }).click();
  await page.getByRole('link', { name: 'Look at it: An invented survey' }).click({ timeout: 60_000 });
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

test('the invented firm comes in with people, events and register, and goes again', async ({ signedIn: page, api }) => {
  await page.goto('/settings/samples');
  await page.getByRole('button', { name: 'Load: An invented firm' }).click();
  await expect(page.getByRole('link', { name: 'Look at it: An invented firm' })).toBeVisible({ timeout: 90_000 });
  await settled(page);
  await expectAccessible(page);

  // An account that has been silent for a year, found by its name.
  await page.goto('/people/accounts');
  const found = await (await api.get('/api/accounts?q=Verrerie')).json() as { items: { id: string; name: string }[] };
  expect(found.items.map((a) => a.name)).toEqual(['Verrerie du Ponant (invented)']);
  await page.goto(`/people/accounts/${found.items[0]!.id}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Verrerie du Ponant (invented)' })).toBeVisible();
  await expect(page.getByText('€1,340,000').first()).toBeVisible();
  await settled(page);
  await expectAccessible(page);

  // Volumes of the register are counted from events.
  const register = await (await api.get('/api/register?program=00000000-0000-4000-8000-00000000b2b0')).json() as { touchpoints: { key: string; times?: number }[] };
  const times = register.touchpoints.find((t) => t.key === 'get-help-by-telephone')?.times ?? 0;
  expect(times).toBeGreaterThan(20);
  await page.goto('/journeys/touchpoints?program=00000000-0000-4000-8000-00000000b2b0');
  await expect(page.getByRole('row', { name: /Get help in a breakdown/ }).getByText(String(times), { exact: true })).toBeVisible();

  await page.goto('/settings/samples');
  await page.getByRole('button', { name: 'Remove: An invented firm' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('button', { name: 'Load: An invented firm' })).toBeVisible({ timeout: 60_000 });
  const left = await (await api.get('/api/customers')).json() as { items: unknown[] };
  expect(left.items).toEqual([]);
});
