import { test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, expectReadable, field, settled, watchErrors, withTheme } from './fixtures.ts';

test.use({ house: 'measure' });

test('a measure is made from a ready one, changed with a break and found again', async ({ signedIn: page, api }) => {
  const errors = watchErrors(page);
  const { id: program } = await (await api.post('/api/programs', { data: { name: 'Crossing' } })).json();
  await page.goto(`/measures?program=${program}`);
  await expect(page.getByText('No measures yet')).toBeVisible();
  await page.getByRole('button', { name: 'New measure' }).first().click();
  await expect(page.getByRole('heading', { level: 3 })).toHaveCount(8);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Use “Ease”' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Ease' })).toBeVisible();
  await expect(page.getByText('il a été facile de faire ce que j’étais venu faire')).toBeVisible();
  await expect(page.getByRole('cell', { name: 'Strongly agree', exact: true })).toBeVisible();
  await expect(page.getByText('Never: all its scores are the same thing.')).toBeVisible();
  await expectAccessible(page);

  // A name breaks nothing and says nothing of it; a wording does both.
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await field(page, 'Name').fill('Easy for them');
  await expect(page.getByText('so the series breaks today')).toHaveCount(0);
  await field(page, 'English').fill('It was easy.');
  await expect(page.getByText('This changes the wording:')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Keep it and break the series' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Easy for them' })).toBeVisible();
  await expect(page.getByText('How far do you agree: it was easy to do what I came for.')).toBeVisible();
  const { items } = await (await api.get(`/api/measures?program_id=${program}`)).json();
  expect(items[0].breaks.map((b: { changed: string[] }) => b.changed)).toEqual([['wording']]);

  // One's own, refused where the figure does not fit the scale, then found by its words.
  await page.getByRole('link', { name: 'All measures' }).click();
  await page.getByRole('button', { name: 'New measure' }).click();
  await page.getByRole('button', { name: 'Write it' }).click();
  await field(page, 'Name').fill('On time');
  await field(page, 'French').fill('Est-ce arrivé à l’heure ?');
  await page.getByLabel('Figure').selectOption('NPS');
  await page.getByRole('button', { name: 'Make it' }).click();
  await expect(page.getByText('NPS needs a scale from 0 to 10').first()).toBeVisible();
  await page.getByLabel('Figure').selectOption('Mean');
  await page.getByRole('button', { name: 'Make it' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'On time' })).toBeVisible();
  await page.getByRole('link', { name: 'All measures' }).click();
  await field(page, 'Find').fill('arrive');
  await expect(page.getByRole('button', { name: /^Easy for them/ })).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^On time/ })).toBeVisible();
  await field(page, 'Find').fill('nothing like it');
  await expect(page.getByText('No measure is like that')).toBeVisible();
  expect(errors).toEqual([]);
});

test('measures fit a narrow phone, in French and in the dark', async ({ signedIn: page, api }) => {
  await api.patch('/api/session', { data: { language: 'fr' } });
  const { id: program } = await (await api.post('/api/programs', { data: { name: 'Boarding' } })).json();
  const { id } = await (await api.post('/api/measures', { data: { program_id: program, ready: 'satisfaction', language: 'fr' } })).json();
  await page.setViewportSize({ width: 320, height: 700 });
  await withTheme(page, 'dark');
  await page.goto(`/measures?program=${program}`);
  await settled(page);
  await page.getByRole('button', { name: 'Nouvelle mesure' }).click();
  await expect(page.getByRole('heading', { level: 3, name: 'Se sentir compris' })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await expectReadable(page);
  await page.goto(`/measures/${id}`);
  await page.getByRole('button', { name: 'Changer' }).click();
  await expect(page.getByLabel('Mots de 1 en français')).toHaveValue('Très insatisfait');
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await expectReadable(page);
  await api.patch('/api/session', { data: { language: 'en' } });
});

test('a trend marks the day on which the series broke', async ({ signedIn: page, api }) => {
  const { id: program } = await (await api.post('/api/programs', { data: { name: 'Landing' } })).json();
  const { id } = await (await api.post('/api/measures', { data: { program_id: program, ready: 'effort', language: 'en' } })).json();
  for (let i = 0; i < 12; i++) {
    const at = new Date(Date.now() - i * 6 * 86_400_000).toISOString();
    const answered = await api.post('/api/responses', { data: { id: crypto.randomUUID(), program_id: program, at, answers: [{ measure_id: id, score: 3 + (i % 4) }] } });
    expect(answered.ok(), await answered.text()).toBe(true);
  }
  const trend = page.getByRole('slider', { name: /^Ease over time/ });
  await expect(async () => {
    await page.goto(`/?program=${program}&measure=${id}`);
    await expect(trend).toBeVisible({ timeout: 5_000 });
  }).toPass();
  await expect(page.getByText('The series breaks on')).toHaveCount(0);
  await api.patch(`/api/measures/${id}`, { data: { wording: { en: 'Was it easy?' } } });
  await page.reload();
  await expect(page.getByText(/^The series breaks on .*: the wording changed\./)).toBeVisible();
  await expectAccessible(page);
  await expect(trend).toBeVisible();
});
