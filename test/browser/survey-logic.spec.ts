import type { APIRequestContext, Page } from '@playwright/test';
import { test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, expectReadable, settled, watchErrors, withTheme } from './fixtures.ts';

test.use({ house: 'survey-logic' });

const kept = (page: Page) => expect(page.getByRole('status').filter({ hasText: 'Kept' })).toBeVisible();

const ferry = {
  title: { en: 'After a crossing' }, languages: ['en'], settings: { consent: 'firm', privacy: { en: 'We keep answers for two years.' }, controller: 'Halden Ferries' },
  ends: [{ code: 'done', outcome: 'complete', title: { en: 'Thank you for your answers' } }],
  pages: [
    { code: 'page_1', questions: [
      { code: 'told', kind: 'scale', text: { en: 'Would you tell a friend?' }, scale: { look: 'numbers', min: 0, points: 11 } },
      { code: 'places', kind: 'choices', text: { en: 'Where were you?' }, options: [{ code: 'deck', text: { en: 'On deck' } }, { code: 'gate', text: { en: 'At the gate' } }] },
    ] },
    { code: 'page_2', questions: [{ code: 'why', kind: 'long_text', text: { en: 'What went wrong?' } }] },
  ],
};

async function survey(api: APIRequestContext, name: string, document: object): Promise<string> {
  const program = await (await api.post('/api/programs', { data: { name } })).json();
  const made = await api.post('/api/surveys', { data: { program_id: program.id, name, document } });
  expect(made.status(), await made.text()).toBe(201);
  return (await made.json()).id;
}

test('a condition is written from what can be named, and told wrong at both ends', async ({ signedIn: page, api }) => {
  const errors = watchErrors(page);
  const id = await survey(api, 'Conditions', ferry);
  const draft = async () => (await api.get(`/api/surveys/${id}/draft`)).json();
  await page.goto(`/measures/surveys/${id}`);
  await page.getByRole('button', { name: /^What went wrong\?/ }).click();
  const showIf = page.getByRole('combobox', { name: 'Show only if', exact: true });

  // By keyboard: words of a question find its code; of several choices each is offered as it is asked for.
  await showIf.focus();
  await page.keyboard.type('friend');
  await expect(page.getByRole('option', { name: /^told Would you tell a friend\?/ })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(showIf).toHaveValue('told');
  await page.keyboard.type(' <= 6 and dec');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(showIf).toHaveValue('told <= 6 and "deck" in places');
  await page.keyboard.press('Tab');
  await kept(page);
  await expect.poll(async () => (await draft()).pages[1].questions[0].show_if).toBe('told <= 6 and "deck" in places');
  await expect(showIf).not.toHaveAttribute('aria-invalid', 'true');

  // A text beside a number is told at the field; an option may have a condition of its own.
  await showIf.fill('told == "six"');
  await expect(page.getByText('These do not go together')).toBeVisible();
  await expect(showIf).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByRole('button', { name: /^What went wrong\?.*1 to mend/ })).toBeVisible();
  await expectAccessible(page);
  await showIf.fill('told <= 6');
  await expect(page.getByText('These do not go together')).toBeHidden();
  await page.getByRole('button', { name: /^Where were you\?/ }).click();
  await page.getByLabel('Condition of At the gate').click();
  await page.getByRole('combobox', { name: 'Show At the gate only if' }).fill('told > 2 and why == ""');
  await expect(page.getByText('why is not answered yet at this place.').first()).toBeVisible();
  await expect(page.getByText('Spoken of in page 1 · question 2 · option 2 · condition: why is not answered yet at this place.')).toBeVisible();
  await page.getByRole('combobox', { name: 'Show At the gate only if' }).fill('told > 2');
  await expect(page.getByText(/Spoken of in/)).toBeHidden();
  await kept(page);
  await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
  await expect(page.getByRole('combobox', { name: 'Show At the gate only if' })).not.toHaveValue('told > 2');
  expect(errors).toEqual([]);
});

test('conditions fit a narrow phone, in French and in the dark', async ({ signedIn: page, api }) => {
  await api.patch('/api/session', { data: { language: 'fr' } });
  const id = await survey(api, 'Étroit', ferry);
  await page.setViewportSize({ width: 320, height: 700 });
  await withTheme(page, 'dark');
  await page.goto(`/measures/surveys/${id}`);
  await settled(page);
  await page.getByRole('button', { name: /^What went wrong\?/ }).click();
  await page.getByRole('combobox', { name: 'Afficher seulement si', exact: true }).fill('places');
  await expect(page.getByRole('option', { name: /in places/ }).first()).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectReadable(page);
  await api.patch('/api/session', { data: { language: 'en' } });
});
