import type { APIRequestContext } from '@playwright/test';
import { test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, settled, watchErrors } from './fixtures.ts';

test.describe.configure({ mode: 'serial' });
test.use({ house: 'people' });

// Twelve firms, each with one who decides and one who uses; the last says nothing.
async function firms(api: APIRequestContext): Promise<void> {
  const program = await (await api.post('/api/programs', { data: { name: 'Projects' } })).json();
  const measure = await (await api.post('/api/measures', {
    data: { program_id: program.id, name: 'Would recommend', intent: 'advocacy', metric: 'nps', scale: { min: 0, max: 10, direction: 'up' } },
  })).json();
  const keys = Array.from({ length: 12 }, (_, i) => `F${String(i + 1).padStart(2, '0')}`);
  expect((await api.post('/api/accounts', { data: { items: keys.map((key) => ({ key, name: `Firm ${key}` })) } })).ok()).toBe(true);
  const customers = keys.flatMap((key) => [
    { key: `${key}-boss`, name: `Boss of ${key}`, email: `boss@${key.toLowerCase()}.example.org`, account_key: key, roles: ['decides'], tie: 4 },
    { key: `${key}-user`, name: `User of ${key}`, account_key: key, roles: ['uses'], tie: 1 },
  ]);
  customers.push({ key: 'twin', name: 'Boss of F01', email: 'boss@f01.example.org', account_key: 'F01', roles: ['decides'], tie: 4 });
  expect((await api.post('/api/customers', { data: { items: customers } })).ok()).toBe(true);
  const responses = keys.slice(0, 11).flatMap((key, i) => [['boss', 2 + (i % 3)], ['user', 10]].map(([who, score]) => ({
    id: crypto.randomUUID(), program_id: program.id, customer_key: `${key}-${who}`, account_key: key, value: 1000 * (i + 1), answers: [{ measure_id: measure.id, score }],
  })));
  expect((await api.post('/api/responses', { data: { responses } })).ok()).toBe(true);
  // The page asks for figures once: they have to be there.
  await expect.poll(async () => (await (await api.get(`/api/metrics?measure=${measure.id}`)).text()).includes('"n":22')).toBe(true);
}

test('accounts say three things, and the silent ones stand apart', async ({ signedIn: page, api }) => {
  const errors = watchErrors(page);
  await firms(api);
  await page.goto('/people/accounts');
  await expect(page.getByRole('group', { name: 'All answers' })).toContainText('22 answers of 11 accounts');
  await expect(page.getByRole('group', { name: 'All answers' })).toContainText('0');
  await expect(page.getByRole('group', { name: 'Most influential contact' })).toContainText('−100');
  await expect(page.getByRole('list', { name: 'How far the three differ' })).toContainText('They really differ');
  await settled(page);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Silent for 12 months' }).click();
  const table = page.getByRole('region', { name: 'Accounts' });
  await expect(table.getByRole('row')).toHaveCount(2);
  await expect(table).toContainText('Firm F12');
  await table.getByRole('button', { name: /Firm F12/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Firm F12' })).toBeVisible();
  await expect(page.getByText('Never answered')).toBeVisible();
  await settled(page);
  await expectAccessible(page);
  expect(errors).toEqual([]);
});

test('a customer is found by words, merged with a twin, and parted again', async ({ signedIn: page }) => {
  await page.goto('/people');
  await page.getByRole('textbox', { name: 'Find', exact: true }).fill('boss f01');
  const table = page.getByRole('region', { name: 'Customers' });
  await expect(table.getByRole('row')).toHaveCount(3);
  await table.getByRole('button', { name: /F01-boss/ }).click();
  await expect(page.getByRole('heading', { name: 'Is this somebody we know twice?' })).toBeVisible();
  await settled(page);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Merge into Boss of F01' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Merge', exact: true }).click();
  const merged = page.getByRole('list', { name: 'Merged into this one' });
  await expect(merged).toContainText('Boss of F01');
  await merged.getByRole('button', { name: 'Undo the merge of Boss of F01' }).click();
  await expect(page.getByRole('button', { name: 'Merge into Boss of F01' })).toBeVisible();
});

test('a note is written, and erasing asks for the key', async ({ signedIn: page }) => {
  await page.goto('/people?q=F02-user');
  await page.getByRole('region', { name: 'Customers' }).getByRole('button', { name: /User of F02/ }).click();
  await page.getByRole('textbox', { name: 'Write a note' }).fill('Calls after four.');
  await page.getByRole('button', { name: 'Keep the note' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Calls after four.' }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Erase …' }).click();
  const erase = page.getByRole('button', { name: 'Erase for good' });
  await expect(erase).toBeDisabled();
  await page.getByRole('textbox', { name: 'Type the key to confirm: F02-user' }).fill('F02-user');
  await expect(erase).toBeEnabled();
  await page.getByRole('button', { name: 'Leave as it is' }).click();
});

for (const width of [320, 1440]) {
  test(`people fit a window ${width} px wide`, async ({ signedIn: page }) => {
    await page.setViewportSize({ width, height: 800 });
    for (const screen of ['/people', '/people/accounts', '/people/rights']) {
      await page.goto(screen);
      await settled(page);
      await expectNoSidewaysScroll(page);
    }
  });
}
