import { test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, settled, watchErrors, withTheme } from './fixtures.ts';

test.describe.configure({ mode: 'serial' });
test.use({ house: 'joins' });
test.setTimeout(150_000);

const csv = (name: string, lines: string[]) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n'), 'utf8') });
const survey = csv('stays.csv', ['RESPNUM,recommend (0-10),day,terminal', '1,9,2026-01-05,A', '2,3,2026-01-06,B', '3,10,2026-01-07,A', '4,7,2026-01-08,B']);
const ratings = csv('ratings.csv', ['RESPNUM_FK,question_code,rating_value', '1,Signs,5', '1,Food,3', '2,Signs,2', '3,Food,4', '3,Signs,5', '1,Food,1', '9,Signs,1', '2,Staff,4', '3,Staff,5']);
const words = csv('words.csv', ['visitor,remark', '1,Easy to find', '3,Kind people']);

test('a survey is taken in with its ratings and its comments', async ({ signedIn: page, api }) => {
  const errors = watchErrors(page);
  await page.goto('/import');
  await page.locator('input[type=file]').setInputFiles(survey);
  const card = page.getByRole('region', { name: 'Do other files belong to it?' });
  const columns = page.getByRole('table', { name: 'How is each column read?' });
  await card.locator('input[type=file]').setInputFiles(ratings);

  // Names tell by which columns, and that it is a long table.
  const first = card.getByRole('region', { name: 'ratings.csv' });
  await expect(first).toContainText('3 of 4 rows found their key; columns added: 3.');
  await expect(first).toContainText('One row has a key that the further file does not have4');
  await expect(first).toContainText('One row of the further file comes twice; the first one counts1 Food');
  await expect(first.getByLabel('Column that names')).toHaveValue('question_code');
  await expect(columns.getByRole('row', { name: /^Signs/ })).toBeVisible();

  // Where they do not, nothing starts before somebody says.
  await card.locator('input[type=file]').setInputFiles(words);
  const second = card.getByRole('region', { name: 'words.csv' });
  await expect(second.getByLabel('Key in this file')).toHaveValue('');
  await page.getByRole('button', { name: /^Take in/ }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Say first by which columns' })).toBeVisible();
  await second.getByLabel('Key in this file').selectOption('RESPNUM');
  await second.getByLabel('Key in the further file').selectOption('visitor');
  await expect(second).toContainText('2 of 4 rows found their key');
  await expect(columns.getByRole('row', { name: /^remark/ })).toBeVisible();
  await settled(page);
  await expectAccessible(page);

  await columns.getByRole('row', { name: /^remark/ }).getByRole('combobox').selectOption('text');
  const preview = page.getByRole('region', { name: 'The first rows, as they will be read' });
  await expect(preview).toContainText('Kind people');
  await page.getByRole('button', { name: /^Take in 4/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'What became of stays.csv?' })).toBeVisible({ timeout: 30_000 });
  const { items } = await (await api.get('/api/responses?limit=10')).json() as { items: { answers: unknown[] }[] };
  expect(items).toHaveLength(4);
  expect(JSON.stringify(items)).toContain('Kind people');
  expect(errors).toEqual([]);
});

for (const [theme, width] of [['light', 360], ['dark', 1440]] as const) {
  test(`the next time the joins are known, in French, ${theme} at ${width} px`, async ({ signedIn: page, api }) => {
    await api.patch('/api/session', { data: { language: 'fr' } });
    await page.setViewportSize({ width, height: 900 });
    await withTheme(page, theme);
    await page.goto('/import');
    await page.locator('input[type=file]').setInputFiles(survey);
    const card = page.getByRole('region', { name: /D’autres fichiers en font-ils partie/ });
    await expect(card).toContainText('Le fichier précédent était joint à words.csv (RESPNUM = visitor)');
    await card.locator('input[type=file]').setInputFiles(ratings);
    await expect(card.getByRole('region', { name: 'ratings.csv' })).toContainText('3 lignes sur 4 ont trouvé leur clé');
    await card.locator('input[type=file]').setInputFiles(words);
    await expect(card.getByRole('region', { name: 'words.csv' })).toContainText('2 lignes sur 4 ont trouvé leur clé');
    await expect(page.getByRole('status').filter({ hasText: /déjà connues\s:\s4/ })).toBeVisible();
    await settled(page);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await api.patch('/api/session', { data: { language: 'en' } });
  });
}
