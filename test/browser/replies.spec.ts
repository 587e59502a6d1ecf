import type { Page } from '@playwright/test';
import { test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, expectReadable, watchErrors } from './fixtures.ts';

test.use({ house: 'replies' });

const w = (en: string, fr: string) => ({ en, fr });

const document = (measure: { id: string; wording: Record<string, string> }) => ({
  title: w('After your crossing', 'Après votre traversée'), languages: ['en', 'fr'],
  pages: [{ code: 'one', questions: [
    { code: 'easy', kind: 'scale', text: measure.wording, measure_id: measure.id, scale: { look: 'numbers', min: 1, points: 7, na: false, low: w('Not at all', 'Pas du tout'), high: w('Fully', 'Tout à fait') } },
    { code: 'why', kind: 'long_text', text: w('Why?', 'Pourquoi ?') },
  ] }],
  ends: [{ code: 'thanks', outcome: 'complete', title: w('Thank you', 'Merci') }],
  settings: { consent: 'firm', progress: true, back: true, privacy: w('Kept for two years.', 'Gardé deux ans.'), controller: 'Halden Ferries' },
});

async function lookAt(page: Page) {
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectReadable(page);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1280, height: 800 });
}

test('a reply is written beside an answer, read with the receipt, and answered', async ({ signedIn: page, api, browser, baseURL }) => {
  const errors = watchErrors(page);
  const { id: program } = await (await api.post('/api/programs', { data: { name: 'Replies' } })).json();
  const measure = await (await api.post('/api/measures', { data: { program_id: program, ready: 'effort' } })).json();
  const survey = await (await api.post('/api/surveys', { data: { program_id: program, name: 'Crossing', document: document(measure) } })).json();
  await api.post(`/api/surveys/${survey.id}/versions`, { data: { reasons: { [measure.id]: 'The board has followed it since 2019.' } } });

  // Nothing yet.
  await page.goto(`/measures/surveys/${survey.id}/replies`);
  await expect(page.getByText('Nobody has been written back to')).toBeVisible();

  // Somebody without an account answers.
  const context = await browser.newContext({ baseURL });
  const they = await context.newPage();
  await they.goto(`/s/${survey.slug}`);
  await they.getByRole('button', { name: 'Begin' }).click();
  await they.getByLabel('Why?').fill('Nobody said how long it would take.');
  await they.getByRole('button', { name: 'Send' }).click();
  const receipt = (await they.locator('output').textContent()) ?? '';
  await they.getByRole('link', { name: 'With your receipt' }).click();
  await they.getByLabel('Receipt code').fill(receipt);
  await they.keyboard.press('Enter'); // reads, and takes nothing back
  await expect(they.getByText('Nobody has written back yet')).toBeVisible();

  // The house writes from the page of the answer.
  await page.goto(`/measures/surveys/${survey.id}/answers`);
  await page.getByRole('row', { name: /Nobody said how long/ }).getByRole('button').click();
  const text = page.getByLabel('Your reply');
  await text.fill('Forty minutes, and we should have said so.\nThank you.');
  await page.getByRole('button', { name: 'Put it behind the code' }).click();
  await expect(page.getByText('Forty minutes, and we should have said so.')).toBeVisible();
  await expect(text).toHaveValue('');
  await lookAt(page);

  // Who answered reads it, and writes back by keyboard alone.
  await they.goto(`/s/${survey.slug}/receipt`);
  await they.getByLabel('Receipt code').fill(receipt.toUpperCase());
  await lookAt(they);
  await they.getByRole('button', { name: 'Read a reply' }).click();
  await expect(they.getByText('Forty minutes, and we should have said so.')).toBeVisible();
  await lookAt(they);
  await they.getByLabel('Write back').focus();
  await they.keyboard.type('So somebody did read it.');
  await they.keyboard.press('Tab');
  await they.keyboard.press('Enter');
  await expect(they.getByRole('status')).toHaveText('What you wrote has arrived.');

  // The house sees that it came, and takes its own message back.
  await page.goto(`/measures/surveys/${survey.id}/replies`);
  await expect(page.getByText('Wrote back')).toBeVisible();
  await lookAt(page);
  await page.getByRole('link', { name: 'An answer' }).click();
  await expect(page.getByText('So somebody did read it.')).toBeVisible();
  await page.getByRole('button', { name: 'Take back' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
  await expect(page.getByText('Forty minutes')).toBeHidden();
  await context.close();
  expect(errors).toEqual([]);
});
