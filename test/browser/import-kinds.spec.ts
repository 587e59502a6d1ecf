import { gzipSync } from 'node:zlib';
import { test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, settled, watchErrors } from './fixtures.ts';

test.describe.configure({ mode: 'serial' });
test.use({ house: 'import-kinds' });
test.setTimeout(180_000);

const contacts = [
  'Contact ID,Full name,Email,Account ID,Account name,Role,Region,Annual revenue',
  'K1,Ann Lee,ann@example.com,A1,Acme Tools,decides,North,1200.5',
  'K2,Bob Ray,bob@example.com,A1,Acme Tools,uses,South,300',
  'K3,Éva Roy,eva@example.com,A2,Société Claire,,West,870',
].join('\n');
const file = { name: 'contacts.csv', mimeType: 'text/csv', buffer: Buffer.from(contacts, 'utf8') };

test('a file of customers says why it is taken for one, comes in, and can be taken back', async ({ signedIn: page }) => {
  const errors = watchErrors(page);
  await page.goto('/import');
  await page.locator('input[type=file]').setInputFiles(file);
  await expect(page.getByRole('heading', { level: 1, name: 'Do we read contacts.csv rightly?' })).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Customers' })).toBeChecked();
  await expect(page.getByText('Each row is another customer by Contact ID')).toBeVisible();
  const columns = page.getByRole('table', { name: 'How is each column read?' });
  await expect(columns.getByRole('row', { name: /^Region/ }).getByRole('combobox')).toHaveValue('trait');
  await expect(columns.getByRole('row', { name: /^Annual revenue/ }).getByRole('combobox')).toHaveValue('value');
  await settled(page);
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 800 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1440, height: 900 });

  // Said otherwise by keyboard, the columns are guessed anew, and back again.
  await page.getByRole('radio', { name: 'Customers' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Accounts' })).toBeChecked();
  await expect(columns.getByRole('row', { name: /^Email/ }).getByRole('combobox')).toHaveValue('trait');
  await page.getByRole('radio', { name: 'Customers' }).check();
  await expect(columns.getByRole('row', { name: /^Email/ }).getByRole('combobox')).toHaveValue('email');

  await page.getByRole('button', { name: /^Take in/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'What became of contacts.csv?' })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('link', { name: 'See the customers' })).toBeVisible();
  await page.getByRole('button', { name: 'Take it back' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'contacts.csv was taken back' })).toBeVisible({ timeout: 30_000 });
  expect(errors).toEqual([]);
});

// An invented log of a help desk: cases of four events each, packed as such logs are handed on.
const cases = 600;
function deskLog(): Buffer {
  const steps = ['Assign seriousness', 'Take in charge ticket', 'Resolve ticket', 'Closed'];
  const event = (step: string, at: number) =>
    `<event><string key="concept:name" value="${step}"/><date key="time:timestamp" value="${new Date(at).toISOString()}"/></event>`;
  const traces = Array.from({ length: cases }, (_, i) => {
    const from = Date.UTC(2026, 0, 5, 9) + i * 3_600_000;
    return `<trace><string key="concept:name" value="Case ${i + 1}"/>${steps.map((step, n) => event(step, from + n * 1_800_000)).join('')}</trace>`;
  });
  return gzipSync(`<?xml version="1.0" encoding="UTF-8"?><log xes.version="1.0" xmlns="http://www.xes-standard.org/">${traces.join('')}</log>`);
}

test('a packed event log comes in as events', async ({ signedIn: page }) => {
  await page.goto('/import');
  await page.locator('input[type=file]').setInputFiles({ name: 'desk.xes.gz', mimeType: 'application/gzip', buffer: deskLog() });
  await expect(page.getByRole('heading', { level: 1, name: 'Do we read desk.xes.gz rightly?' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('radio', { name: 'Events' })).toBeChecked();
  await expect(page.getByRole('region', { name: 'Table of the first rows' })).toContainText('Assign seriousness', { timeout: 30_000 });
  await page.getByRole('button', { name: /^Take in/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'What became of desk.xes.gz?' })).toBeVisible({ timeout: 90_000 });
  await expect(page.getByRole('main')).toContainText('2,400');
  await page.goto('/import');
  await expect(page.getByRole('row', { name: /desk.xes.gz/ })).toContainText('Events');
});
