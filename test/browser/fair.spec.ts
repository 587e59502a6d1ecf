import type { APIRequestContext } from '@playwright/test';
import { test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, expectReadable, field, pick, settled, watchErrors, withTheme } from './fixtures.ts';

test.use({ house: 'fair' });

const w = (en: string, fr: string) => ({ en, fr });

// Of a hundred customers sixty speak French; of 120 answers thirty are French, and less content.
async function crossing(api: APIRequestContext): Promise<{ program: string; survey: string }> {
  const { id: program } = await (await api.post('/api/programs', { data: { name: 'Fair' } })).json();
  const measure = await (await api.post('/api/measures', { data: { program_id: program, ready: 'satisfaction' } })).json();
  const document = {
    title: w('After the crossing', 'Après la traversée'), languages: ['en', 'fr'],
    pages: [{ code: 'one', questions: [{ code: 'how', kind: 'scale', text: measure.wording, measure_id: measure.id, scale: { look: 'numbers', min: 1, points: 5 } }] }],
    ends: [{ code: 'thanks', outcome: 'complete', title: w('Thank you', 'Merci') }],
    settings: { consent: 'firm', privacy: w('Kept two years.', 'Gardé deux ans.'), controller: 'Halden Ferries' },
  };
  const survey = await (await api.post('/api/surveys', { data: { program_id: program, name: 'After the crossing', document } })).json();
  expect((await api.post(`/api/surveys/${survey.id}/versions`, { data: { reasons: { [measure.id]: 'Followed since 2019.' } } })).status()).toBe(201);
  for (let i = 0; i < 120; i++) {
    const french = i % 4 === 0;
    const at = (await api.post(`/s/${survey.slug}?lang=${french ? 'fr' : 'en'}`, { maxRedirects: 0 })).headers()['location']!;
    expect((await api.post(at, { form: { page: 'one', 'q.how': String(french ? 1 + (i % 3) : 3 + (i % 3)), go: 'next' } })).ok()).toBe(true);
  }
  const items = Array.from({ length: 100 }, (_, i) => ({ key: `c${i}`, name: `Guest ${i}`, language: i % 10 < 6 ? 'fr' : 'en' }));
  expect((await api.post('/api/customers', { data: { items } })).ok()).toBe(true);
  await expect.poll(async () => (await (await api.get(`/api/weighting-values?program=${program}&key=language`)).json()) as object).toMatchObject({ customers: 100, answers: 120 });
  return { program, survey: survey.id };
}

test('answers are given the make-up of the customers, and the page says what that does', async ({ signedIn: page, api }) => {
  const errors = watchErrors(page);
  const { program, survey } = await crossing(api);
  await page.goto(`/understand?program=${program}`);
  await page.getByRole('link', { name: 'Fair weights' }).click();
  await expect(page.getByText('No weighting yet')).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Make a weighting' }).click();
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
  await field(page, 'Name').fill('By language');
  await pick(page, 'Trait', 'Language');
  const values = page.getByRole('region', { name: 'Values of the trait' });
  await expect(values.getByRole('row').nth(1)).toContainText('90');
  await expect(page.getByText('100 customers have this trait.')).toBeVisible();
  // One class is no weighting: the server says so beside the trait.
  await page.getByLabel('What fr is taken together with').selectOption('With en');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert')).toHaveText('A trait needs 2 to 30 classes.');
  await page.getByLabel('What fr is taken together with').selectOption('Stands alone');
  await settled(page);
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await field(page, 'Name').press('Enter');

  await expect(page.getByRole('heading', { level: 1, name: 'By language' })).toBeVisible();
  const pair = page.getByRole('region', { name: 'Plain and weighted: table' });
  await expect(pair).toContainText('50 %');
  await expect(pair).toContainText('27 %');
  await expect(pair).toContainText('n 120, as good as 73');
  await expect(pair).toContainText('−23 points');
  const made = page.getByRole('region', { name: 'By Language: table' });
  await expect(made.getByRole('row').filter({ hasText: 'fr' })).toContainText('60.0 %');
  await expect(page.getByText('From 0.53 to 2.40', { exact: false })).toBeVisible();
  await settled(page);
  await expectAccessible(page);
  await withTheme(page, 'dark');
  await expectReadable(page);
  await withTheme(page, 'light');
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('button', { name: 'Count customers again' }).click();
  await expect(page.getByText('Customers were counted again.')).toBeVisible();

  // Typed shares take the place of the counted ones.
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByRole('radio', { name: 'Typed' }).check();
  await page.getByLabel('Share of en among the customers').fill('75');
  await page.getByLabel('Share of fr among the customers').fill('20');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert')).toHaveText('The shares of a trait come to 100 %.');
  await page.getByLabel('Share of fr among the customers').fill('25');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The shares were typed.')).toBeVisible();
  await expect(pair).toContainText('n 120, as good as 120');

  await page.goto(`/understand/fieldwork/${survey}`);
  const fair = page.getByRole('region', { name: 'Weighted to the make-up of the customers: table' });
  await expect(fair).toContainText('as good as 120');
  await settled(page);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'By language' }).click();
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('No weighting yet')).toBeVisible();
  expect(errors.filter((e) => !e.includes('422'))).toEqual([]);
});
