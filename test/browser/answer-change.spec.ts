import { test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, expectReadable, watchErrors, withTheme } from './fixtures.ts';

test.use({ house: 'answer-change' });

const w = (en: string, fr: string) => ({ en, fr });
const document = {
  title: w('After the crossing', 'Après la traversée'), languages: ['en', 'fr'],
  pages: [
    { code: 'one', title: w('The crossing', 'La traversée'), questions: [
      { code: 'how', kind: 'scale', required: 'hard', text: w('How was it?', 'Comment était-ce ?'), scale: { look: 'words', min: 1, points: 3, labels: [w('Bad', 'Mauvais'), w('Fair', 'Passable'), w('Good', 'Bon')] } },
      { code: 'where', kind: 'choices', text: w('Where were you?', 'Où étiez-vous ?'), options: [{ code: 'deck', text: w('On deck', 'Sur le pont') }, { code: 'cabin', text: w('In a cabin', 'En cabine') }] },
    ] },
    { code: 'low', title: w('What went wrong', 'Ce qui n’allait pas'), show_if: 'how == 1', questions: [{ code: 'what', kind: 'long_text', text: w('What was it?', 'Qu’était-ce ?') }] },
  ],
  ends: [{ code: 'thanks', outcome: 'complete', title: w('Thank you', 'Merci') }],
  settings: { consent: 'firm', back: true, progress: true, change_days: 14, privacy: w('Two years.', 'Deux ans.'), controller: 'Halden Ferries' },
};

test('an answer is shown to its receipt and changed by it; the house reads what it was', async ({ signedIn: page, api, browser }) => {
  const errors = watchErrors(page);
  const { id: program } = await (await api.post('/api/programs', { data: { name: 'Crossing' } })).json();
  const survey = await (await api.post('/api/surveys', { data: { program_id: program, name: 'After the crossing', document } })).json();
  expect((await api.post(`/api/surveys/${survey.id}/versions`, { data: {} })).status()).toBe(201);
  // The builder says for how long.
  await page.goto(`/measures/surveys/${survey.id}`);
  await expect(page.getByRole('textbox', { name: 'May be changed for so many days' })).toHaveValue('14');

  const customer = await (await browser.newContext({ locale: 'en' })).newPage();
  const send = () => customer.getByRole('button', { name: 'Send', exact: true }).click();
  await customer.goto(`/s/${survey.slug}`);
  await customer.getByRole('button', { name: 'Begin' }).click();
  await customer.getByRole('radio', { name: 'Bad' }).check({ force: true });
  await customer.getByRole('checkbox', { name: 'On deck' }).check();
  await send();
  await customer.getByLabel('What was it?').fill('The queue at the pier');
  await send();
  const code = (await customer.locator('output').innerText()).trim();
  // The address itself tells nothing: others may use the same browser.
  await customer.reload();
  await expect(customer.getByText('with your receipt code')).toBeVisible();
  await expect(customer.getByText('The queue at the pier')).toHaveCount(0);
  await expectAccessible(customer);

  // With the receipt it is shown, and changed.
  await customer.getByRole('link', { name: 'See or change an answer' }).click();
  await customer.getByRole('textbox', { name: 'Receipt code' }).fill('aaaa bbbb cccc');
  await customer.getByRole('button', { name: 'See or change an answer' }).click();
  await expect(customer.getByRole('alert')).toContainText('No answer has this code');
  await customer.getByRole('textbox', { name: 'Receipt code' }).fill(code);
  await customer.getByRole('button', { name: 'See or change an answer' }).click();
  await expect(customer.getByText('The queue at the pier')).toBeVisible();
  await expect(customer.getByText('1 – Bad')).toBeVisible();
  for (const theme of ['light', 'dark'] as const) {
    await customer.emulateMedia({ colorScheme: theme });
    await expectAccessible(customer);
  }
  await customer.setViewportSize({ width: 320, height: 700 });
  await expectNoSidewaysScroll(customer);
  await customer.getByRole('button', { name: 'Change my answer' }).press('Enter');
  await expect(customer.getByText('You are changing an answer that you sent.')).toBeVisible();
  await expect(customer.getByRole('radio', { name: 'Bad' })).toBeChecked();
  await expectAccessible(customer);
  await expectNoSidewaysScroll(customer);
  await customer.getByRole('radio', { name: 'Good' }).check({ force: true });
  const sent = customer.waitForResponse((r) => r.request().method() === 'POST' && r.status() === 200 && r.url().includes('/change/'));
  await customer.getByRole('button', { name: 'Continue' }).click();
  const bytes = (await (await sent).body()).length;
  await expect(customer.getByRole('heading', { name: 'Your answer is changed' })).toBeVisible();
  await expect(customer.getByText('3 – Good')).toBeVisible();
  await expect(customer.getByText('The queue at the pier')).toHaveCount(0);
  await expectAccessible(customer);
  expect(bytes).toBeLessThan(60_000);

  // Who may read the answer reads what it was.
  await page.goto(`/measures/surveys/${survey.id}/answers`);
  await page.getByRole('row', { name: /Complete/ }).getByRole('button').click();
  const history = page.getByRole('region', { name: 'What it was before' });
  await expect(history.getByText('The queue at the pier')).toBeVisible();
  await expect(history.getByText('with the receipt code')).toBeVisible();
  await expect(history.getByText('Good', { exact: true })).toBeVisible();
  await expect(page.getByText('changed by whoever gave it')).toBeVisible();
  for (const theme of ['light', 'dark'] as const) {
    await withTheme(page, theme);
    await page.reload();
    await expect(history).toBeVisible();
    await expectAccessible(page);
    for (const width of [320, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      await expectNoSidewaysScroll(page);
    }
    await expectReadable(page);
  }
  expect(errors).toEqual([]);
});
