import { test } from './collect.fixtures.ts';
import { expect, expectAccessible, settled } from './fixtures.ts';

test.use({ house: 'journey' });

// The register of touchpoints, from nothing to a standard, by keyboard; and on a phone, in French.
test('a register is begun, filled and edited by keyboard', async ({ signedIn: page, api }) => {
  const { id: program } = await (await api.post('/api/programs', { data: { name: 'Crossing' } })).json();
  await api.post('/api/measures', { data: { program_id: program, name: 'Ease of boarding', intent: 'effort', metric: 'mean', scale: { min: 1, max: 7, direction: 'up' } } });
  for (let i = 0; i < 3; i++) await api.post('/api/events', { data: { id: crypto.randomUUID(), name: 'ask_about_a_cabin', customer_key: `c${i}`, properties: { channel: 'Phone' } } });
  await page.goto(`/journeys/touchpoints?program=${program}`);
  await settled(page);
  await page.getByRole('button', { name: 'Name stages and channels' }).click();
  const setup = page.getByRole('dialog');
  for (const [field, name] of [['A further stage', 'Book'], ['A further stage', 'Sail'], ['A further channel', 'Phone'], ['A further channel', 'App']] as const) {
    await setup.getByLabel(field).fill(name);
    await setup.getByLabel(field).press('Enter');
    await expect(setup.getByLabel(`Name: ${name}`, { exact: true })).toBeVisible();
  }
  await expectAccessible(page);
  await setup.getByRole('button', { name: 'Close' }).click();

  // A channel entered as a touchpoint is gently questioned with what people did there.
  await page.getByLabel('Add a touchpoint').fill('Phone');
  await page.getByLabel('Add a touchpoint').press('Enter');
  await expect(page.getByText('What do they do: Phone?')).toBeVisible();
  await page.getByRole('button', { name: /^Ask about a cabin/ }).click();
  const cell = page.getByRole('gridcell', { name: 'Ask about a cabin, Phone: no owner, no expectation, no measure' });
  await expect(cell).toBeVisible();
  await page.getByRole('button', { name: 'Leave unchanged' }).click();

  // Enter opens, Ctrl Enter saves, Esc leaves, and one is back in the matrix.
  await cell.focus();
  await page.keyboard.press('Enter');
  const editor = page.getByRole('form', { name: 'Ask about a cabin · Phone' });
  await editor.getByLabel('Expectation').fill('Someone knows the ship.');
  await expectAccessible(page);
  await page.keyboard.press('Control+Enter');
  const after = page.getByRole('gridcell', { name: 'Ask about a cabin, Phone: no owner, no measure' });
  await expect(after).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('gridcell', { name: 'Ask about a cabin, App: not offered' })).toBeFocused();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Find' })).toBeFocused();

  // What somebody else changed meanwhile is not overwritten.
  await after.click();
  await editor.getByLabel('Expectation').fill('Mine');
  const register = await (await api.get(`/api/register?program=${program}`)).json();
  await api.patch(`/api/touchpoints/${register.touchpoints[0].id}`, { data: { customer_name: 'Call about a cabin' } });
  await page.keyboard.press('Control+Enter');
  await expect(editor.getByRole('alert')).toBeVisible();
  await page.keyboard.press('Escape');

  // Removed, and brought back.
  await after.click();
  await editor.getByRole('button', { name: 'Name, stages, volume, key' }).click();
  await editor.getByRole('button', { name: 'Remove from the register' }).click();
  await expect(cell).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(after).toBeVisible();

  await page.getByRole('link', { name: 'Standards' }).click();
  await expect(page.getByText('Someone knows the ship.')).toBeVisible();
  await expectAccessible(page);
});

test('the register on a phone, in French', async ({ signedIn: page, api }) => {
  const { id: program } = await (await api.post('/api/programs', { data: { name: 'Traversée' } })).json();
  const { id: channel } = await (await api.post('/api/channels', { data: { program_id: program, name: 'Borne' } })).json();
  await api.post('/api/touchpoints', { data: { program_id: program, name: 'Embarquer', channel_id: channel } });
  await page.setViewportSize({ width: 390, height: 800 });
  await api.patch('/api/session', { data: { language: 'fr' } });
  await page.goto(`/journeys/touchpoints?program=${program}`);
  await settled(page);
  await expect(page.getByRole('grid')).toHaveCount(0);
  await page.getByRole('button', { name: /Borne/ }).click();
  await page.getByLabel('Attente').fill('Je monte sans chercher.');
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByRole('button', { name: 'Borne sans responsable, sans mesure' })).toBeVisible();
  await api.patch('/api/session', { data: { language: 'en' } });
});
