import { expect, expectAccessible, field, owner, pick, settled, test, watchErrors } from './fixtures.ts';

test('somebody invited by link joins and sees only what the role allows', async ({ signedIn: page, browser, server }) => {
  await page.goto('/settings/people');
  await page.getByRole('button', { name: 'Invite somebody' }).click();
  const form = page.getByRole('region', { name: 'Whom do you invite?' });
  await field(form, 'Name').fill('Jonas Teig');
  await field(form, 'E-mail address').fill('jonas@example.org');
  await pick(form, 'Role', 'Viewer');
  await expectAccessible(page);
  await form.getByRole('button', { name: 'Make the link' }).click();
  const link = await page.getByRole('region', { name: 'The invitation is ready' }).locator('code').innerText();
  expect(link).toContain('/invitation#');
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('region', { name: 'Invitations that wait' }).getByText('Jonas Teig')).toBeVisible();

  const other = await browser.newContext({ baseURL: server.url, locale: 'en-GB' });
  const guest = await other.newPage();
  await guest.goto(link);
  await expect(guest.getByText(`${owner.name} invited you`)).toBeVisible();
  await expectAccessible(guest);
  await field(guest, 'Password').fill('seven slow barges');
  await guest.getByRole('button', { name: 'Join' }).click();
  const rooms = guest.getByRole('navigation', { name: 'Rooms' });
  await expect(rooms).toBeVisible();
  await expect(rooms.getByRole('link', { name: 'Answers' })).toHaveCount(0);
  await guest.goto('/settings');
  await expect(guest.getByRole('heading', { level: 1, name: 'What holds for everybody?' })).toBeVisible();
  await expect(guest.getByRole('link', { name: 'People with access' })).toHaveCount(0);
  await expect(guest.getByText('Only an owner can change these.')).toBeVisible();
  await guest.goto('/settings/people');
  await expect(guest.getByRole('alert')).toContainText('Your role does not allow this.');

  await guest.goto(link);
  await expect(guest.getByRole('heading', { name: 'This invitation cannot be used' })).toBeVisible();

  await page.reload();
  const table = page.getByRole('region', { name: 'People with access' });
  await table.getByRole('button', { name: /Jonas Teig/ }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Disable' }).click();
  await expect(page.getByText('Jonas Teig is signed out')).toBeVisible();
  await expect(table.getByText('disabled')).toBeVisible();
  await guest.goto('/');
  await expect(guest).toHaveURL(/\/sign-in/);
  await other.close();
});

test('the last owner stays an owner', async ({ signedIn: page }) => {
  await page.goto('/settings/people');
  await page.getByRole('region', { name: 'People with access' }).getByRole('button', { name: new RegExp(owner.name) }).click();
  await pick(page, 'Role', 'Analyst');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert')).toContainText('This is the last owner.');
  await page.getByRole('button', { name: 'Remove' }).click();
  const question = page.getByRole('dialog', { name: `Remove ${owner.name}?` });
  await expect(question).toBeVisible();
  await expectAccessible(page);
  await question.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('alert')).toContainText('This is the last owner.');
});

test('the organisation is changed, and what is wrong is said at its field', async ({ signedIn: page }) => {
  const errors = watchErrors(page);
  await page.goto('/settings/organisation');
  await field(page, 'Public URL').fill('https://balcony.example.org/somewhere');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Write the address as people type it')).toBeVisible();
  await expect(field(page, 'Public URL')).toBeFocused();
  await field(page, 'Public URL').fill('https://balcony.example.org');
  await field(page, 'Time zone').fill('Oslo');
  await page.getByRole('option', { name: 'Europe/Oslo' }).click();
  await expect(field(page, 'Too fast is under')).toHaveValue('A third of the median');
  await field(page, 'Too fast is under').click();
  await page.getByRole('option', { name: /^25\s%/ }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await page.reload();
  await expect(field(page, 'Time zone')).toHaveValue('Europe/Oslo');
  await expect(field(page, 'Too fast is under')).toHaveValue(/^25\s% of the median/);
  await field(page, 'Public URL').fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  expect(errors).toEqual([]);
});

test('a logo is set, shown, and removed', async ({ signedIn: page }) => {
  await page.goto('/settings/organisation');
  await settled(page);
  const png = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 120;
    canvas.height = 32;
    canvas.getContext('2d')?.fillRect(0, 0, 120, 32);
    return canvas.toDataURL('image/png').split(',')[1] ?? '';
  });
  await page.locator('input[type=file]').setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') });
  await expect(page.getByRole('alert')).toContainText('Use a PNG, JPEG or WebP picture.');
  await page.locator('input[type=file]').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') });
  const card = page.getByRole('region', { name: 'Logo' });
  await expect(card.getByRole('img')).toBeVisible();
  expect(await card.getByRole('img').evaluate((i: HTMLImageElement) => i.naturalWidth)).toBe(120);
  await card.getByRole('button', { name: 'Remove the logo' }).click();
  await expect(card.getByRole('img')).toHaveCount(0);
});

test('units make a tree that is added to, moved in and pruned', async ({ signedIn: page }) => {
  await page.goto('/settings/units');
  await page.getByRole('button', { name: 'Add a unit' }).click();
  const form = page.getByRole('region', { name: 'Which unit is missing?' });
  await field(form, 'Name').fill('Coast');
  await form.getByRole('button', { name: 'Add a unit' }).click();
  await expect(page.getByRole('button', { name: 'Coast' })).toBeVisible();
  await field(form, 'Name').fill('Halden quay');
  await pick(form, 'Under', 'Coast');
  await form.getByRole('button', { name: 'Add a unit' }).click();
  await expect(page.getByRole('button', { name: 'Halden quay' })).toBeVisible();
  await form.getByRole('button', { name: 'Done' }).click();

  await page.getByRole('button', { name: 'Coast' }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('alert')).toContainText('There are units below this one.');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Leave as it is' }).click();
  for (const name of ['Halden quay', 'Coast']) {
    await page.getByRole('button', { name }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await expect(page.getByRole('button', { name })).toHaveCount(0);
  }
});

test('a token is shown once, works, and stops when it is revoked', async ({ signedIn: page, playwright, server }) => {
  await page.goto('/settings/tokens');
  await page.getByRole('button', { name: 'Make a token' }).click();
  await field(page, 'Name').fill('Till');
  await page.getByRole('checkbox', { name: 'see the organisation’s settings' }).check();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Make a token' }).click();
  const secret = await page.locator('code').innerText();
  const client = await playwright.request.newContext({ baseURL: server.url, extraHTTPHeaders: { Authorization: `Bearer ${secret}` } });
  expect((await client.get('/api/organisation')).status()).toBe(200);
  expect((await client.get('/api/users')).status()).toBe(403);
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText(secret)).toHaveCount(0);
  await page.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('dialog', { name: 'Revoke Till?' }).getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText('Till no longer works.')).toBeVisible();
  expect((await client.get('/api/organisation')).status()).toBe(401);
  await client.dispose();
});

test('mail settings refuse a password in the clear, and the test message says what is wrong', async ({ signedIn: page }) => {
  await page.goto('/settings/mail');
  await field(page, 'Server').fill('mail.invalid');
  await field(page, 'User name').fill('balcony');
  await field(page, 'Password').fill('secret of the mail server');
  await field(page, 'Sender’s address').fill('balcony@example.org');
  await pick(page, 'Encryption', /None/);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('must not travel unprotected')).toBeVisible();
  await pick(page, 'Encryption', /STARTTLS/);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await expect(page.getByPlaceholder('Stored; type to replace it')).toBeVisible();
  await page.getByRole('button', { name: 'Send me a test message' }).click();
  await expect(page.getByRole('alert')).toContainText('There is no mail server with this name.', { timeout: 30_000 });
  await expectAccessible(page);
});

test('the audit log tells what was done, filtered', async ({ signedIn: page }) => {
  await page.goto('/settings/audit');
  await pick(page, 'What', 'First set-up'); // the oldest entry; the tests before this one may fill the first page
  await expect(page.getByRole('cell', { name: 'Set Balcony up' })).toBeVisible();
  await pick(page, 'What', 'Invitations');
  await expect(page.getByRole('cell', { name: 'Set Balcony up' })).toHaveCount(0);
});
