import { join } from 'node:path';
import { test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, settled, watchErrors, withTheme } from './fixtures.ts';

test.describe.configure({ mode: 'serial' });
test.use({ house: 'reading' });
test.setTimeout(150_000);

// Windows-1252 with semicolons, and in each row still more commas: it looks like a file with commas.
const file = {
  name: 'notes.csv', mimeType: 'text/csv',
  buffer: Buffer.from('Note de 0 à 10;Prix, taxes, frais, total;Région\n9;12,5, 1,0;Île\n3;8,5, 2,0;Sud\n10;9,5, 1,5;Île\n7;7,5, 1,0;Sud\n', 'latin1'),
};

test('a file that was guessed wrong is read as one says', async ({ signedIn: page, api }) => {
  const errors = watchErrors(page);
  await page.goto('/import');
  await page.locator('input[type=file]').setInputFiles(file);
  const card = page.getByRole('region', { name: 'How is the file written?' });
  const columns = page.getByRole('table', { name: 'How is each column read?' });
  await expect(card.getByLabel('Between cells')).toHaveValue('comma');
  await expect(card.getByLabel('Letters stored as')).toHaveValue('windows-1252');
  await expect(columns.getByRole('row', { name: /^Région/ })).toHaveCount(0);

  // What cannot be is refused at its field, and nothing else changes.
  await card.getByLabel('Between cells').selectOption('pipe');
  await expect(card).toContainText('This character does not stand between the cells of this file.');
  await expect(card.getByLabel('Between cells')).toHaveValue('comma');
  await settled(page);
  await expectAccessible(page);

  await card.getByLabel('Between cells').selectOption('semicolon');
  await expect(columns.getByRole('row', { name: /^Note de 0 à 10/ }).getByRole('combobox')).toHaveValue('score');
  await expect(columns.getByRole('row', { name: /^Région/ })).toContainText('Île · Sud');
  await expect(card).toContainText('As you said.');
  await expect(card).not.toContainText('This character');
  const preview = page.getByRole('region', { name: 'The first rows, as they will be read' });
  await expect(preview.getByRole('row')).toHaveCount(5);
  await expect(preview).toContainText('Île');

  // Other letters and no header are read at once; as found out is one step back.
  await card.getByLabel('Rows that name the columns').selectOption('0');
  await expect(columns.getByRole('row', { name: /^Column C/ })).toBeVisible();
  await expect(preview.getByRole('row')).toHaveCount(6);
  await card.getByRole('button', { name: 'As found out' }).click();
  await expect(card.getByLabel('Between cells')).toHaveValue('comma');
  await expect(card.getByLabel('Rows that name the columns')).toHaveValue('1');
  await card.getByLabel('Between cells').selectOption('semicolon');
  await expect(columns.getByRole('row', { name: /^Région/ })).toBeVisible();

  await page.getByRole('button', { name: /^Take in 4/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'What became of notes.csv?' })).toBeVisible({ timeout: 30_000 });
  const { items } = await (await api.get('/api/responses?limit=10')).json() as { items: unknown[] };
  expect(items).toHaveLength(4);
  expect(errors).toEqual([]);
});

test('the same file again is read the same way and changes nothing', async ({ signedIn: page }) => {
  await page.goto('/import');
  await page.locator('input[type=file]').setInputFiles(file);
  const card = page.getByRole('region', { name: 'How is the file written?' });
  await expect(card.getByLabel('Between cells')).toHaveValue('semicolon');
  await expect(page.getByRole('status').filter({ hasText: '4 known already' })).toBeVisible();
});

// A workbook whose first rows are merged headings over pairs of columns; made by another program.
const book = join(import.meta.dirname, '../../internal/interchange/xlsx/testdata/groups.xlsx');
const sheets = join(import.meta.dirname, '../../internal/interchange/xlsx/testdata/openpyxl.xlsx');

test('of a workbook one says the sheet and the rows of names', async ({ signedIn: page }) => {
  const errors = watchErrors(page);
  await page.goto('/import');
  await page.locator('input[type=file]').setInputFiles(book);
  const card = page.getByRole('region', { name: 'How is the file written?' });
  const columns = page.getByRole('table', { name: 'How is each column read?' });
  const rows = card.getByLabel('Rows that name the columns');
  await expect(rows).toHaveValue('2');
  await expect(card).toContainText('The first row names groups of columns');
  await expect(card.getByLabel('Letters stored as')).toHaveCount(0);
  const grouped = await columns.getByRole('rowheader').allTextContents();
  expect(grouped.some((name) => name.includes(' - '))).toBe(true);
  await rows.selectOption('1');
  await expect(card).toContainText('As you said.');
  await expect.poll(async () => (await columns.getByRole('rowheader').allTextContents()).some((name) => name.includes(' - '))).toBe(false);
  await expect(rows).toHaveValue('1');

  await page.goto('/import');
  await page.locator('input[type=file]').setInputFiles(sheets);
  await expect(card.getByLabel('Sheet')).toHaveValue('Réponses');
  await card.getByLabel('Sheet').selectOption('Codes');
  await expect(columns.getByRole('rowheader')).toHaveCount(2);
  await settled(page);
  await expectAccessible(page);
  expect(errors).toEqual([]);
});

for (const [theme, width] of [['light', 360], ['dark', 1440], ['dark', 360]] as const) {
  test(`the reading stands in French, ${theme} at ${width} px`, async ({ signedIn: page, api }) => {
    await api.patch('/api/session', { data: { language: 'fr' } });
    await page.setViewportSize({ width, height: 900 });
    await withTheme(page, theme);
    await page.goto('/import');
    await page.locator('input[type=file]').setInputFiles(file);
    const card = page.getByRole('region', { name: /Comment le fichier est-il écrit/ });
    await card.getByLabel('Encodage des lettres').selectOption('utf-16le');
    await expect(card).toContainText('Le fichier n’est pas écrit dans cet encodage.');
    await settled(page);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await api.patch('/api/session', { data: { language: 'en' } });
  });
}
