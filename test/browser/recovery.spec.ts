import { test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, field, owner, pick, settled, watchErrors, withTheme } from './fixtures.ts';
import { openMailbox } from './mailbox.ts';

test.describe.configure({ mode: 'serial' });
test.use({ house: 'recovery' });
test.setTimeout(150_000);

const fresh = 'nine patient lighthouses';

test('a forgotten password is set anew by a link that came by mail', async ({ signedIn: page, browser, server }) => {
  const errors = watchErrors(page);
  const mailbox = await openMailbox();

  await page.goto('/settings/organisation');
  await field(page, 'Public URL').fill(server.url);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();

  await page.goto('/settings/mail');
  await page.getByRole('switch', { name: 'Send mail' }).check({ force: true });
  await field(page, 'Server').fill('127.0.0.1');
  await field(page, 'Port').fill(String(mailbox.port));
  await pick(page, 'Encryption', /^None/);
  await field(page, 'Sender’s address').fill('balcony@example.org');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await page.getByRole('button', { name: 'Send me a test message' }).click();
  await expect(page.getByText(`The mail server took the message to ${owner.email}.`)).toBeVisible();
  expect((await mailbox.next()).to).toEqual([owner.email]);

  // Somebody who is not signed in; an address nobody has is answered in the same words and gets no mail.
  const other = await browser.newContext({ baseURL: server.url, locale: 'en-GB' });
  const outside = await other.newPage();
  for (const email of ['nobody@example.org', owner.email]) {
    await outside.goto('/sign-in');
    await outside.getByRole('link', { name: 'Forgot your password?' }).click();
    await expect(outside.getByRole('heading', { name: 'Forgot your password?' })).toBeVisible(); // the sign-in has such a field too
    await field(outside, 'E-mail address').fill(email);
    await outside.getByRole('button', { name: 'Send the link' }).click();
    await expect(outside.getByText(`If ${email} has access here, a link is on its way.`)).toBeVisible();
  }
  await settled(outside);
  await expectAccessible(outside);
  const message = await mailbox.next();
  expect(message.to).toEqual([owner.email]);
  const link = new RegExp(`${server.url.replace(/\W/g, '\\$&')}/reset#[\\w-]+`).exec(message.text)?.[0] ?? '';
  expect(link, message.text).not.toBe('');

  await outside.goto(link);
  await expect(outside.getByRole('heading', { level: 1, name: 'What is your new password?' })).toBeVisible();
  await settled(outside);
  await expectAccessible(outside);
  const password = outside.locator('input[type=password]').first();
  await password.fill('short');
  await outside.getByRole('button', { name: 'Set the password' }).click();
  await expect(outside.getByText('Use at least ten characters.')).toBeVisible();
  await password.fill(fresh);
  await outside.getByRole('button', { name: 'Set the password' }).click();
  await expect(outside.getByRole('heading', { level: 1, name: 'Your new password holds' })).toBeVisible();

  // The old session is gone, the old password too, and the link works once.
  await page.goto('/settings/mail');
  await expect(page).toHaveURL(/\/sign-in/);
  await field(page, 'E-mail address').fill(owner.email);
  await field(page, 'Password').fill(owner.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('The e-mail address or the password is not right.');
  await field(page, 'Password').fill(fresh);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('navigation', { name: 'Rooms' })).toBeVisible();
  await outside.goto('/sign-in');
  await outside.goto(link);
  await outside.locator('input[type=password]').first().fill('another long password');
  await outside.getByRole('button', { name: 'Set the password' }).click();
  await expect(outside.getByRole('alert')).toContainText('This link is not valid any more');
  await other.close();
  await mailbox.close();
  expect(errors).toEqual([]);
});

for (const [theme, width, locale] of [['light', 360, 'fr-FR'], ['dark', 1440, 'fr-FR'], ['dark', 360, 'en-GB']] as const) {
  test(`the way back in stands in ${theme} at ${width} px, ${locale}`, async ({ browser, server }) => {
    const stranger = await browser.newContext({ baseURL: server.url, locale, viewport: { width, height: 800 } });
    const page = await stranger.newPage();
    await withTheme(page, theme);
    await page.goto('/forgot');
    await page.locator('input[type=email], input').first().fill('nobody@example.org');
    await page.locator('button[type=submit]').click();
    await expect(page.getByText(/nobody@example\.org/)).toBeVisible();
    for (const screen of ['', '/reset#some-token-of-a-link']) {
      if (screen) await page.goto(screen);
      await settled(page);
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
    }
    await stranger.close();
  });
}
