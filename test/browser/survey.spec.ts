import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, expectReadable, field, settled, watchErrors, withTheme } from './fixtures.ts';

test.use({ house: 'survey' });

const kept = (page: Page) => expect(page.getByRole('status').filter({ hasText: 'Kept' })).toBeVisible();

test('a survey is built with a measure, mended, published with a reason and published again with a break', async ({ signedIn: page, api }) => {
  const errors = watchErrors(page);
  const { id: program } = await (await api.post('/api/programs', { data: { name: 'Crossing' } })).json();
  const measure = await (await api.post('/api/measures', { data: { program_id: program, ready: 'recommend' } })).json();
  await page.goto(`/measures/surveys?program=${program}`);
  await expect(page.getByText('No surveys yet')).toBeVisible();
  await page.getByRole('button', { name: 'New survey' }).first().click();
  await field(page, 'Name').fill('After a crossing');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Make it' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'After a crossing' })).toBeVisible();

  // A measure brings its words and its scale; a question of one's own comes after it.
  await page.getByRole('button', { name: 'Add a question' }).click();
  await page.getByRole('menuitem', { name: 'Scale' }).click();
  await page.getByLabel('Measure', { exact: true }).selectOption({ label: measure.name });
  await expect(page.getByRole('textbox', { name: 'Question' })).toHaveValue(measure.wording.en);
  await expect(page.getByLabel('Points', { exact: true })).toBeDisabled();
  await page.getByRole('button', { name: 'Add a question' }).click();
  await page.getByRole('menuitem', { name: 'Several choices' }).click();
  await page.getByRole('textbox', { name: 'Question' }).fill('Where were you?');
  await page.getByRole('textbox', { name: 'Option 1' }).fill('On deck');
  await page.getByRole('textbox', { name: 'Option 2' }).fill('Below');
  await expectAccessible(page);

  // Undone and done again; moved by keyboard; kept all the while.
  await page.getByRole('button', { name: 'Remove Where were you?' }).click();
  await expect(page.getByText('Where were you? is removed.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
  await expect(page.getByRole('button', { name: /^Where were you\?/ })).toBeVisible();
  await page.getByRole('button', { name: 'Move Where were you?', exact: true }).focus();
  await page.keyboard.press('Space');
  await expect(page.getByText(/^Where were you\? is (picked up|over)/)).toBeAttached();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByText(/^Where were you\? is over How likely/)).toBeAttached();
  await page.keyboard.press('Space');
  await kept(page);
  const { items } = await (await api.get(`/api/surveys?program_id=${program}`)).json();
  const draft = async () => (await api.get(`/api/surveys/${items[0].id}/draft`)).json();
  await expect.poll(async () => (await draft()).pages[0].questions.map((q: { kind: string }) => q.kind)).toEqual(['choices', 'scale']);

  // Beside it stands what a customer meets, in the same moment, and answers there are not kept.
  await page.getByRole('button', { name: 'Preview' }).click();
  const preview = page.frameLocator('iframe[title="Preview"]');
  await expect(preview.getByRole('group', { name: 'Where were you?' })).toBeVisible();
  await page.getByRole('button', { name: /^Where were you\?/ }).click();
  await page.getByRole('textbox', { name: 'Question' }).fill('Where did you stand?');
  await expect(preview.getByRole('group', { name: 'Where did you stand?' })).toBeVisible();
  await preview.getByRole('radio', { name: '9', exact: true }).check();
  await preview.getByRole('button', { name: 'Send' }).click();
  await expect(preview.getByRole('heading', { name: 'Thank you for your answers' })).toBeVisible();
  expect((await (await api.get(`/api/responses?program_id=${program}`)).json()).items).toEqual([]);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Preview' }).click();

  // What stands in the way is listed, and mended.
  await page.getByRole('tab', { name: 'Publish' }).click();
  await expect(page.getByText('the privacy notice is missing')).toBeVisible();
  await expect(page.getByText('This measure rests on nothing that stands.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Publish version 1' })).toBeDisabled();
  await expectAccessible(page);
  await page.getByRole('tab', { name: 'Questions' }).click();
  await field(page, 'Privacy notice').fill('We keep answers for two years.');
  await field(page, 'Who answers for the data').fill('Halden Ferries');
  await kept(page);
  await page.getByRole('tab', { name: 'Publish' }).click();
  await page.getByLabel(/all the same\?$/).fill('The board has followed it since 2019.');
  await page.getByRole('button', { name: 'Publish version 1' }).click();
  await expect(page.getByText('Nothing to publish')).toBeVisible();
  await expect(page.getByText('It takes answers, by version 1.')).toBeVisible();

  // Its link and the QR code, as files.
  await page.getByRole('tab', { name: 'Link' }).click();
  await expect(page.getByText(/\/s\/after-a-crossing$/)).toBeVisible();
  await expectAccessible(page);
  for (const [kind, begins] of [['SVG', '<svg'], ['PNG', '\u0089PNG']] as const) {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: `QR code as ${kind}` }).click()]);
    expect(file.suggestedFilename()).toBe(`after-a-crossing.${kind.toLowerCase()}`);
    expect(readFileSync(await file.path()).toString('latin1').slice(0, begins.length)).toBe(begins);
  }

  // Another wording breaks the series, says so before, and marks the measure.
  await page.getByRole('tab', { name: 'Questions' }).click();
  await page.getByRole('button', { name: new RegExp(`^${measure.wording.en.slice(0, 12)}`) }).click();
  await page.getByRole('textbox', { name: 'Question' }).fill('Would you tell a friend to take our boat?');
  await kept(page);
  await page.getByRole('tab', { name: 'Publish' }).click();
  await expect(page.getByText(`${measure.name}: the wording`)).toBeVisible();
  await page.getByRole('button', { name: 'Publish version 2 and break series' }).click();
  await expect(page.getByText('It takes answers, by version 2.')).toBeVisible();
  await page.getByRole('tab', { name: 'Versions' }).click();
  await page.getByRole('button', { name: 'Read version 1' }).click();
  await expect(page.getByText(measure.wording.en)).toBeVisible();
  await expectAccessible(page);
  await page.goto(`/measures/${measure.id}`);
  await expect(page.getByText('Version 2 of the survey After a crossing.')).toBeVisible();

  // Closed after a question, put away, found among the archived.
  await page.goto(`/measures/surveys/${items[0].id}`);
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).last().click();
  await page.getByRole('button', { name: 'Archive' }).click();
  await expect(page.getByText('It is put away')).toBeVisible();
  await page.getByRole('link', { name: 'All surveys' }).click();
  await expect(page.getByText('No surveys yet')).toBeVisible();
  expect(errors).toEqual([]);
});

test('two who write one draft are told, and nothing is written over', async ({ signedIn: page, api }) => {
  const { id: program } = await (await api.post('/api/programs', { data: { name: 'Two' } })).json();
  const { id } = await (await api.post('/api/surveys', { data: { program_id: program, name: 'Both', language: 'en' } })).json();
  await page.goto(`/measures/surveys/${id}`);
  await field(page, 'Contact').waitFor();
  const mine = await (await api.get(`/api/surveys/${id}/draft`)).json();
  await api.put(`/api/surveys/${id}/draft`, { data: { ...mine, settings: { ...mine.settings, contact: 'ana@example.org' } } });
  await field(page, 'Contact').fill('bo@example.org');
  await expect(page.getByText('Not kept')).toBeVisible();
  await page.getByRole('button', { name: 'Take what was kept meanwhile' }).click();
  await expect(field(page, 'Contact')).toHaveValue('ana@example.org');
});

test('surveys fit a narrow phone, in French and in the dark', async ({ signedIn: page, api }) => {
  await api.patch('/api/session', { data: { language: 'fr' } });
  const { id: program } = await (await api.post('/api/programs', { data: { name: 'Boarding' } })).json();
  const { id } = await (await api.post('/api/surveys', { data: { program_id: program, name: 'Embarquement', language: 'fr' } })).json();
  await page.setViewportSize({ width: 320, height: 700 });
  await withTheme(page, 'dark');
  for (const path of [`/measures/surveys?program=${program}`, `/measures/surveys/${id}`, `/measures/surveys/${id}?tab=publish`, `/measures/surveys/${id}?tab=share`, `/measures/surveys/${id}?tab=versions`]) {
    await page.goto(path);
    await settled(page);
    await expectReadable(page);
    await expectNoSidewaysScroll(page);
  }
  await page.goto(`/measures/surveys/${id}`);
  for (const kind of ['Matrice', 'Meilleur et pire', 'Date']) {
    await page.getByRole('button', { name: 'Ajouter une question' }).click();
    await page.getByRole('menuitem', { name: kind, exact: true }).click();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  }
  await api.patch('/api/session', { data: { language: 'en' } });
});
