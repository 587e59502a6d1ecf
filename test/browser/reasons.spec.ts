import { test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, expectReadable, field, settled, watchErrors, withTheme } from './fixtures.ts';

test.use({ house: 'reasons' });

const w = (en: string, fr: string) => ({ en, fr });
const document_ = {
  title: w('After the crossing', 'Après la traversée'), languages: ['en', 'fr'],
  pages: [{ code: 'one', questions: [{ code: 'how', kind: 'scale', text: w('How was it?', 'Comment était-ce ?'), scale: { look: 'numbers', min: 0, points: 11 } }] }],
  ends: [{ code: 'thanks', outcome: 'complete', title: w('Thank you', 'Merci') }],
  settings: { consent: 'firm', privacy: w('Two years.', 'Deux ans.'), controller: 'Halden Ferries' },
};

test('a list of main reasons is made, asked, kept current from what people write, and taken back', async ({ signedIn: page, api }) => {
  const errors = watchErrors(page);
  const { id: program } = await (await api.post('/api/programs', { data: { name: 'Crossing' } })).json();
  const survey = await (await api.post('/api/surveys', { data: { program_id: program, name: 'After the crossing', document: document_ } })).json();
  await page.goto(`/measures/reasons?program=${program}`);
  await expect(page.getByText('No list of reasons yet')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'New list' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Main reason' })).toBeVisible();
  await expect(page.getByText('Nothing is proposed')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('combobox', { name: 'Survey' }).click();
  await page.getByRole('option', { name: 'After the crossing' }).click();
  await page.getByRole('button', { name: 'Ask it there' }).click();
  await expect(page.getByText('At the end of the last page of the draft:')).toBeVisible();
  expect((await api.post(`/api/surveys/${survey.id}/versions`, { data: {} })).status()).toBe(201);

  // Four say so: nothing. The fifth makes it a proposal.
  const say = async (other: string) => {
    const at = (await api.post(`/s/${survey.slug}?lang=en`, { maxRedirects: 0 })).headers().location!;
    expect((await api.post(at, { form: { page: 'one', 'q.how': '4', 'q.main_reason': 'other', 'q.main_reason.other': other, go: 'next' } })).ok()).toBe(true);
  };
  for (const other of ['Parking', 'No parking', 'The parking was full', 'Parking']) await say(other);
  await page.reload();
  await expect(page.getByText('Of the newest 4 answers.')).toBeVisible();
  await expect(page.getByText('Nothing is proposed')).toBeVisible();
  await say('Parked too far away');
  await page.reload();
  await expect(page.getByText('5 people.')).toBeVisible();
  await expect(page.getByText('The parking was full')).toBeVisible();
  await page.getByRole('button', { name: 'Accept “Parking”' }).focus();
  await page.keyboard.press('Enter');
  const form = page.getByRole('form', { name: 'Accept “Parking”' });
  await field(form, 'English').fill('Finding a place to park');
  await field(form, 'French').fill('Trouver où se garer');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 3, name: 'Finding a place to park' })).toBeVisible();
  await expect(page.getByText('Nothing is proposed')).toBeVisible();
  await page.getByRole('button', { name: 'Let “How long it took” rest' }).click();
  await expect(page.getByText('Rests since')).toBeVisible();

  // The draft has it; publishing tells the difference and the break.
  await page.goto(`/measures/surveys/${survey.id}?tab=publish`);
  await expect(page.getByText('the reasons to choose from')).toBeVisible();
  await expectAccessible(page);
  const published = await (await api.post(`/api/surveys/${survey.id}/versions`, { data: {} })).json();
  expect(published.version.breaks.map((b: { what: string[] }) => b.what)).toEqual([['options']]);

  // Taken back: proposed again, and the reason rests.
  await page.goto('/measures/reasons');
  await page.getByRole('button', { name: /^Main reason/ }).click();
  await page.getByRole('button', { name: 'Take back what was decided' }).click();
  await expect(page.getByRole('button', { name: 'Accept “Parking”' })).toBeVisible();
  await page.getByText('All changes').click();
  await expect(page.getByText('“park” became: Finding a place to park')).toBeVisible();
  await expectAccessible(page);

  await api.patch('/api/session', { data: { language: 'fr' } });
  for (const theme of ['light', 'dark'] as const) {
    await withTheme(page, theme);
    await page.setViewportSize({ width: 320, height: 700 });
    await page.reload();
    await expect(page.getByRole('heading', { level: 2, name: 'Ce que les gens citent en plus' })).toBeVisible();
    await settled(page);
    await expectNoSidewaysScroll(page);
    await expectReadable(page);
    await expectAccessible(page);
  }
  expect(errors).toEqual([]);
});
