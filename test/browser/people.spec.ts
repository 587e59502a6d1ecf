import type { APIRequestContext } from '@playwright/test';
import { test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, expectReadable, field, pick, settled, watchErrors } from './fixtures.ts';

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

test('those known twice are listed, kept apart and merged', async ({ signedIn: page }) => {
  const errors = watchErrors(page);
  await page.goto('/people/duplicates');
  const pair = page.getByRole('region', { name: 'Boss of F01 (F01-boss) and Boss of F01 (twin)' });
  await expect(pair).toContainText('the same mail');
  await settled(page);
  await expectAccessible(page);
  await pair.getByRole('button', { name: 'are not the same' }).click();
  await expect(page.getByText('Nobody is known twice')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await pair.getByRole('button', { name: 'Merge into Boss of F01 (F01-boss)' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Merge', exact: true }).click();
  await expect(page.getByText('Nobody is known twice')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(pair).toBeVisible();
  expect(errors).toEqual([]);
});

test('a firm that is known twice is merged with its figures, and parted again', async ({ signedIn: page, api }) => {
  const errors = watchErrors(page);
  expect((await api.post('/api/accounts', { data: { items: [{ key: 'F02-bis', name: 'Firm F02 SA' }] } })).ok()).toBe(true);
  await page.goto('/people/duplicates?of=accounts');
  const pair = page.getByRole('region', { name: 'Firm F02 and Firm F02 SA' });
  await expect(pair).toBeVisible();
  await settled(page);
  await expectAccessible(page);
  await pair.getByRole('button', { name: 'Merge into Firm F02 SA' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Merge', exact: true }).click();
  await expect(pair).toBeHidden();
  await page.goto('/people/accounts?q=F02');
  const table = page.getByRole('region', { name: 'Accounts' });
  await expect(table.getByRole('row')).toHaveCount(2);
  await table.getByRole('button', { name: /Firm F02 SA/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Firm F02 SA' })).toBeVisible();
  await expect(page.getByText('Boss of F02').first()).toBeVisible();
  await settled(page);
  await expectAccessible(page);
  await page.getByRole('list', { name: 'Merged into this account' }).getByRole('button', { name: 'Undo the merge of Firm F02' }).click();
  await expect(page.getByRole('list', { name: 'Merged into this account' })).toBeHidden();
  await page.goto('/people/accounts?q=F02');
  await expect(table.getByRole('row')).toHaveCount(3);
  expect(errors).toEqual([]);
});

test('figures by account are of those with a trait', async ({ signedIn: page, api }) => {
  const branch = await (await api.post('/api/traits/people', { data: { of: 'account', name: 'Branch', kind: 'choice', choices: [{ key: 's', label: 'Steel' }, { key: 'w', label: 'Wood' }] } })).json();
  const { items } = (await (await api.get('/api/accounts?q=F03')).json()) as { items: { id: string }[] };
  expect((await api.put(`/api/accounts/${items[0]?.id}/traits`, { data: { traits: [{ trait: branch.id, since: 'always', value: 's' }] } })).ok()).toBe(true);
  await page.goto('/people/accounts');
  const of = page.getByRole('group', { name: 'Only firms of' });
  await pick(of, 'Trait', 'Branch');
  await pick(of, 'Choices', 'Steel');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'Accounts' }).getByRole('row')).toHaveCount(2);
  await expect(page.getByRole('group', { name: 'All answers' })).toContainText('2 answers of 1 account');
  await settled(page);
  await expectAccessible(page);
});

test('customers are narrowed by what is known of them now', async ({ signedIn: page, api }) => {
  const tier = await (await api.post('/api/traits/people', {
    data: { of: 'customer', name: 'Tier', kind: 'choice', choices: [{ key: 'g', label: 'Gold' }, { key: 't', label: 'Tin' }] },
  })).json();
  const { items } = (await (await api.get('/api/customers?q=F03-boss')).json()) as { items: { id: string }[] };
  expect((await api.put(`/api/customers/${items[0]?.id}/traits`, { data: { traits: [{ trait: tier.id, since: 'always', value: 'g' }] } })).ok()).toBe(true);
  await page.goto('/people');
  await pick(page, 'Trait', 'Tier');
  await pick(page, 'Choices', 'Gold');
  await page.keyboard.press('Escape');
  const table = page.getByRole('region', { name: 'Customers' });
  await expect(table.getByRole('row')).toHaveCount(2);
  await expect(table).toContainText('Boss of F03');
  await settled(page);
  await expectAccessible(page);
  await page.reload();
  await expect(table.getByRole('row')).toHaveCount(2);
});

test('a segment is built, has a size and members, and narrows figures and answers', async ({ signedIn: page, api }) => {
  const errors = watchErrors(page);
  await page.goto('/people/segments');
  await page.getByRole('button', { name: 'New segment' }).first().click();
  await field(page, 'Name').fill('Deciders');
  await pick(page, 'What', 'role');
  await pick(page, 'Values', 'decider');
  await page.keyboard.press('Escape');
  await expect(page.getByText('13 of 25 customers now')).toBeVisible();
  await page.getByRole('button', { name: 'Add a condition' }).click();
  await expect(page.getByLabel('When', { exact: true }).and(page.locator('input'))).toHaveValue('in the last days');
  await pick(page, 'When', 'between two days');
  await page.getByLabel('From', { exact: true }).fill('2020-01-01');
  await expect(page.getByText('11 of 25 customers now')).toBeVisible();
  await settled(page);
  await expectAccessible(page);
  await page.getByRole('switch', { name: 'Everybody may use it' }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Deciders' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Customers in the segment' })).toContainText('Boss of F02');
  const { items } = (await (await api.get('/api/segments')).json()) as { items: { id: string }[] };

  await page.goto('/understand?by=none');
  await page.getByRole('button', { name: 'Filter' }).click();
  await pick(page, 'By', 'Segment');
  await page.getByRole('checkbox', { name: 'Deciders' }).check();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('list', { name: 'Filters' })).toContainText('Segment Deciders');
  await page.goto(`/understand?by=segment:${items[0]?.id}&show=table`);
  const figures = page.getByRole('region', { name: 'Figures' });
  await expect(figures.getByRole('row')).toHaveCount(3);
  await expect(figures).toContainText('≠ Deciders');
  await settled(page);
  await expectAccessible(page);
  await page.goto(`/answers?where=segment:${items[0]?.id}`);
  await expect(page.getByRole('list', { name: 'Filters' })).toContainText('Segment Deciders');
  await settled(page);
  await expectAccessible(page);
  expect(errors).toEqual([]);
});

test('segments and duplicates on a phone, light and dark', async ({ signedIn: page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  const look = async () => {
    await page.emulateMedia({ colorScheme: 'light' });
    await settled(page);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectReadable(page);
  };
  for (const screen of ['/people/segments', '/people/duplicates', '/people/duplicates?of=accounts', '/settings/traits']) {
    await page.goto(screen);
    await look();
  }
  await page.goto('/people/segments');
  await page.getByRole('button', { name: /Deciders/ }).first().click();
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await look();
});

test('a segment is removed when that is confirmed', async ({ signedIn: page }) => {
  await page.goto('/people/segments');
  await page.getByRole('button', { name: /Deciders/ }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Deciders' })).toBeVisible();
  // What a rule may name cannot be had for once: the screen says so, and comes when asked again.
  await page.route('**/api/segment-fields', (route) => route.fulfill({ status: 500 }));
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'This screen could not be shown' })).toBeVisible();
  await page.unroute('**/api/segment-fields');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('“Deciders” was deleted.')).toBeVisible();
  await expect(page.getByText('No segments yet')).toBeVisible();
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
