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

test('jumps, ends, values, rules, scores, quotas and loops are set in the builder, and hold for who answers', async ({ signedIn: page, api }) => {
  const errors = watchErrors(page);
  const id = await survey(api, 'Logic', ferry);
  const draft = async () => (await api.get(`/api/surveys/${id}/draft`)).json();
  await page.goto(`/measures/surveys/${id}`);

  // A page leads on by what was answered; an end for those who are screened out comes with it.
  const follows = page.getByText(/^Title, conditions and what follows/);
  await follows.first().click();
  await page.getByRole('button', { name: 'Screen out if' }).click();
  await expect(page.getByText('Say for whom. Without a condition everybody who comes here is sent away')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Branch 1: if' })).toHaveAttribute('aria-invalid', 'true');
  await page.getByRole('combobox', { name: 'Branch 1: if' }).fill('told <= 2');
  await expect(page.getByText('Say for whom.')).toBeHidden();
  await page.getByRole('button', { name: 'Add a branch' }).click();
  await page.getByRole('combobox', { name: 'Branch 2: if' }).fill('told >= 9 and nobody');
  await expect(page.getByText('Nothing has this code: nobody.')).toBeVisible();
  await page.getByRole('combobox', { name: 'Branch 2: if' }).fill('told >= 9');
  await page.keyboard.press('Tab');
  await expect(page.getByText('Nothing has this code: nobody.')).toBeHidden();
  await expectAccessible(page);
  await follows.first().click();

  // A page comes once for each choice.
  await follows.nth(1).click();
  await page.getByRole('region', { name: 'Page 2' }).getByLabel('How often it is shown').selectOption('For each choice of a question');
  await expect(page.getByLabel('Choices of')).toHaveValue('places');
  await follows.nth(1).click();

  // An answer is held to a rule, and counts.
  await page.getByRole('button', { name: /^Would you tell a friend\?/ }).click();
  await page.getByText('Checks and score').click();
  await page.getByRole('button', { name: 'Add a rule' }).click();
  await page.getByRole('combobox', { name: 'Rule 1: must hold' }).fill('told != 5');
  await page.getByRole('textbox', { name: 'Rule 1: what is said if not' }).fill('Take a side, please.');
  await page.getByLabel('What it counts to the score').selectOption('The number that is answered');
  await expectAccessible(page);

  // Ends, values and quotas are in their own part.
  await page.getByText('Ends and values', { exact: true }).click();
  const screened = page.getByRole('group', { name: 'End 2' });
  await expect(screened.getByLabel('When')).toHaveValue('screened');
  await screened.getByRole('textbox', { name: 'Heading' }).fill('This time we ask others');
  await page.getByRole('button', { name: 'Add a value of link or contact' }).click();
  await page.getByRole('group', { name: 'value_1' }).getByLabel('Code').fill('Boat');
  await page.getByRole('button', { name: 'Add a calculated value' }).click();
  await page.getByRole('combobox', { name: 'value_1 is' }).fill('told + boat');
  await expect(page.getByText('These do not go together').first()).toBeVisible();
  await page.getByRole('combobox', { name: 'value_1 is' }).fill('told * 10');
  await page.getByRole('button', { name: 'Add a quota' }).click();
  await page.getByRole('combobox', { name: 'Quota 1: of those for whom' }).fill('boat == "Astrid"');
  await page.getByLabel('How many may complete').fill('1');
  await page.getByRole('group', { name: 'End 3' }).getByRole('textbox', { name: 'Heading' }).fill('Enough of you have answered');
  await expectAccessible(page);
  await kept(page);
  await page.getByRole('button', { name: 'Remove quota 1' }).click();
  await expect(page.getByText('No quotas')).toBeVisible();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await kept(page);
  await expect.poll(async () => { const d = await draft(); return [d.pages[0].branches, d.pages[1].loop, d.pages[0].questions[0].rules, d.pages[0].questions[0].score, d.hidden, d.calculated, d.quotas]; }).toEqual([
    [{ if: 'told <= 2', end: 'end_1' }, { if: 'told >= 9', end: 'done' }],
    { over: 'options', question: 'places' },
    [{ must: 'told != 5', words: { en: 'Take a side, please.' } }], { from_scale: true },
    [{ code: 'boat', from: 'link', kind: 'text' }], [{ code: 'value_1', kind: 'number', value: 'told * 10' }],
    [{ code: 'quota_1', if: 'boat == "Astrid"', count: 1, end: 'end_2' }],
  ]);

  // Published, and walked through by those who answer.
  await page.getByRole('tab', { name: 'Publish' }).click();
  await page.getByRole('button', { name: 'Publish version 1' }).click();
  await expect(page.getByText('It takes answers, by version 1.')).toBeVisible();
  const { slug } = await (await api.get(`/api/surveys/${id}`)).json();
  await page.goto(`/s/${slug}?boat=Tern`);
  await page.getByRole('button', { name: 'Begin' }).click();
  // The button says where it leads, as answers bring a page or take it away.
  const place = page.getByRole('checkbox').first();
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeVisible();
  await place.check();
  await expect(page.getByRole('button', { name: 'Continue', exact: true })).toBeVisible();
  await place.uncheck();
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeVisible();
  await page.getByRole('radio', { name: '5', exact: true }).check();
  await page.getByRole('button', { name: /Next|Send/ }).click();
  await expect(page.getByText('Take a side, please.').first()).toBeVisible();
  await page.getByRole('radio', { name: '1', exact: true }).check();
  await page.getByRole('button', { name: /Next|Send/ }).click();
  await expect(page.getByRole('heading', { name: 'This time we ask others' })).toBeVisible();

  // What it counts stands in the list of answers, and on their page.
  await page.goto(`/measures/surveys/${id}/answers`);
  await expect(page.getByRole('columnheader', { name: 'Score' })).toBeVisible();
  await page.getByRole('row').nth(1).getByRole('button').click();
  await expect(page.locator('dl > div').filter({ hasText: /^Score1$/ })).toBeVisible();
  await expectAccessible(page);
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
  await page.keyboard.press('Escape');
  await page.getByText(/^Titre, conditions et suite/).last().click();
  await page.getByRole('button', { name: 'Ajouter un embranchement' }).click();
  await expectNoSidewaysScroll(page);
  await page.getByText('Fins et valeurs', { exact: true }).click();
  await page.getByRole('button', { name: 'Ajouter une valeur du lien' }).click();
  await page.getByRole('button', { name: 'Ajouter un quota' }).click();
  await expectNoSidewaysScroll(page);
  await expectReadable(page);
  await expectAccessible(page);
  await api.patch('/api/session', { data: { language: 'en' } });
});
