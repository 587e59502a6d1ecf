import { expect, expectAccessible, field, organisation, owner, settled, setUp, test, watchErrors } from './fixtures.ts';
import { totp } from './totp.ts';

test('the one-time link makes the first owner, once', async ({ fresh, page }) => {
  const errors = watchErrors(page);
  const link = fresh.link();
  await page.goto(`${fresh.url}/`);
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByText('Nobody owns this page yet.')).toBeVisible();

  await page.goto(link);
  await settled(page);
  await field(page, 'Your name').fill(owner.name);
  await field(page, 'E-mail address').fill(owner.email);
  await field(page, 'Password').fill('short');
  await field(page, 'Name of the organisation').fill(organisation.name);
  await page.getByRole('button', { name: 'Begin' }).click();
  await expect(page.getByText('Use at least ten characters.')).toBeVisible();
  await expect(field(page, 'Password')).toBeFocused();
  await expectAccessible(page);

  await field(page, 'Password').fill(owner.password);
  await page.getByRole('button', { name: 'Begin' }).click();
  await expect(page.getByRole('navigation', { name: 'Rooms' })).toBeVisible();
  await expect(page.getByRole('button', { name: `Account of ${owner.name}` }).first()).toBeVisible();

  const second = await page.request.post(`${fresh.url}/api/setup`, {
    data: { ...owner, email: 'other@example.org', token: new URL(link).hash.slice(1), organisation },
  });
  expect(second.ok()).toBe(false);
  expect(errors).toEqual([]);
});

test('a wrong password is refused in the same words as an unknown address', async ({ page }) => {
  const refused = 'The e-mail address or the password is not right.';
  for (const email of ['nobody@example.org', owner.email]) {
    await page.goto('/sign-in');
    await field(page, 'E-mail address').fill(email);
    await field(page, 'Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert')).toContainText(refused);
    await expect(field(page, 'E-mail address')).toHaveValue(email);
  }
});

test('signing in leads on to the screen that was asked for, and signing out ends it', async ({ page, ownerCookies }) => {
  expect(ownerCookies.length).toBeGreaterThan(0);
  await page.goto('/settings/units');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await field(page, 'E-mail address').fill(owner.email);
  await field(page, 'Password').fill(owner.password);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/settings\/units$/);
  await page.getByRole('button', { name: `Account of ${owner.name}` }).first().click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto('/settings/units');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('another site cannot be named as the screen after the sign-in', async ({ page, ownerCookies, server }) => {
  expect(ownerCookies.length).toBeGreaterThan(0);
  await page.goto('/sign-in?next=//elsewhere.example/');
  await field(page, 'E-mail address').fill(owner.email);
  await field(page, 'Password').fill(owner.password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Rooms' })).toBeVisible();
  expect(new URL(page.url()).origin).toBe(server.url);
});

test('a second factor is turned on by a scanned code, asked at the sign-in, and turned off', async ({ fresh, page }) => {
  await page.context().addCookies(await setUp(fresh));
  await page.goto(`${fresh.url}/account`);
  await page.getByRole('button', { name: 'Turn on' }).click();
  const card = page.getByRole('region', { name: 'Second factor' });
  await field(card, 'Current password').fill('wrong password');
  await card.getByRole('button', { name: 'Next' }).click();
  await expect(card.getByText('This is not your password.')).toBeVisible();
  await field(card, 'Current password').fill(owner.password);
  await card.getByRole('button', { name: 'Next' }).click();
  await expect(card.getByRole('img', { name: /QR code/ })).toBeVisible();
  await expectAccessible(page);
  const secret = (await card.locator('code').innerText()).replace(/\s/g, '');
  await field(card, 'The first code it shows').fill(totp(secret, Date.now()));
  await card.getByRole('button', { name: 'Turn on' }).click();
  await expect(card.getByRole('button', { name: 'I have kept them' })).toBeVisible(); // until then it shows the secret
  const codes = (await card.locator('code').innerText()).trim().split(/\s+/);
  expect(codes.length).toBeGreaterThanOrEqual(8);
  await card.getByRole('button', { name: 'I have kept them' }).click();
  await expect(card.getByText('On: signing in also asks')).toBeVisible();

  await page.context().clearCookies();
  await page.goto(`${fresh.url}/sign-in`);
  await field(page, 'E-mail address').fill(owner.email);
  await field(page, 'Password').fill(owner.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'What does your app show?' })).toBeVisible();
  await expectAccessible(page);
  await field(page, 'Code').fill(codes[0] ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('navigation', { name: 'Rooms' })).toBeVisible();

  await page.goto(`${fresh.url}/account`);
  await page.getByRole('button', { name: 'Turn off' }).click();
  await field(card, 'Current password').fill(owner.password);
  await card.getByRole('button', { name: 'Turn off' }).click();
  await expect(card.getByText('Off: the password alone')).toBeVisible();
});

test('the language and the theme change at once and are kept', async ({ signedIn: page, api }) => {
  await page.goto('/settings/organisation');
  await settled(page);
  await page.getByRole('button', { name: `Account of ${owner.name}` }).first().click();
  const menu = page.getByRole('dialog', { name: `Account of ${owner.name}` });
  await menu.getByText('Français', { exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Qu’est-ce qui vaut pour tous' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  await page.getByRole('dialog', { name: `Compte : ${owner.name}` }).getByText('Sombre', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Qu’est-ce qui vaut pour tous' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(20, 23, 29)');
  await api.patch('/api/session', { data: { language: 'en' } });
});
