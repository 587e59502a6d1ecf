import { expect, expectAccessible, expectNoSidewaysScroll, test } from './fixtures.ts';
import { call, study } from './study.ts';

const list = 'Kindness>>Crew\tWho helped\nnot seen\nKindness>>\tnothing\nWaiting>>At the gate>>Queue\tStood in line\n';

test('codes come out of a list, each row seen before', async ({ api, signedIn: page }) => {
  const { book } = await study(api, 'open');
  await page.goto(`/listen/codebooks/${book}`);
  await page.getByRole('button', { name: 'Codes out of a file' }).click();
  const dialog = page.getByRole('dialog', { name: 'Codes out of a file' });
  await dialog.locator('input[type=file]').setInputFiles({ name: 'photo.txt', mimeType: 'text/plain', buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1, 2]) });
  await expect(dialog.getByText(/This is no list of codes/)).toBeVisible();
  await dialog.locator('input[type=file]').setInputFiles({ name: 'codes.txt', mimeType: 'text/plain', buffer: Buffer.from(list) });
  await expect(dialog.getByText('2 new, 1 there already, 1 wrong. New families: Kindness, Waiting / At the gate.')).toBeVisible();
  await expect(dialog.getByText(/This is no list of codes/)).toHaveCount(0);
  await expect(dialog.getByRole('row').nth(1)).toContainText('There is no code.');
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 800 });
  await expectNoSidewaysScroll(page);
  await dialog.getByRole('button', { name: 'Add 2 codes' }).click();
  await expect(page.getByText('2 codes were added.')).toBeVisible();
  const now = await call<{ codes: { name: string; definition: string }[] }>(api, 'GET', `/api/codebooks/${book}`);
  expect(now.codes.map((c) => c.name).sort()).toEqual(['Crew', 'Nobody says how long', 'Not seen', 'Queue']);
  await expect(page.getByText('Stood in line')).toBeVisible();
});
