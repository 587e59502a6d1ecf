import { expect, expectAccessible, expectNoSidewaysScroll, expectReadable, field, owner, settled, test, watchErrors } from './fixtures.ts';
import { publicScreens, screens } from './screens.ts';

// A screen is opened once: axe looks at all of it in light, at its colours in
// dark, and the window then shrinks to a phone's.
for (const [which, opened] of [['every screen', screens], ['every screen outside the sign-in', publicScreens]] as const) {
  test(`${which} is accessible in light and dark, keeps the policy and fits 320 px`, async ({ page, context, ownerCookies }) => {
    test.setTimeout(240_000);
    if (opened === screens) await context.addCookies(ownerCookies);
    const errors = watchErrors(page);
    for (const screen of opened) {
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(screen);
      await settled(page);
      await expectAccessible(page);
      await page.emulateMedia({ colorScheme: 'dark' });
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
      await expectReadable(page);
      await page.setViewportSize({ width: 320, height: 640 });
      await settled(page);
      await expectNoSidewaysScroll(page);
    }
    expect(errors).toEqual([]);
  });
}

test('on a phone the tabs lead to all rooms', async ({ signedIn: page }) => {
  await page.setViewportSize({ width: 360, height: 700 });
  await page.goto('/account');
  await settled(page);
  await page.getByRole('button', { name: 'All rooms' }).click();
  const drawer = page.getByRole('dialog', { name: 'All rooms' });
  await expect(drawer).toBeVisible();
  await expectAccessible(page);
  await drawer.getByRole('link', { name: 'Settings' }).click();
  await expect(page).toHaveURL(/\/settings/);
  await expect(drawer).toBeHidden();
});

test('on a phone the open setting is in sight among its tabs', async ({ signedIn: page }) => {
  await page.setViewportSize({ width: 360, height: 700 });
  for (const [path, name] of [['/settings/audit', 'Audit log'], ['/settings/people', 'People with access']] as const) {
    await page.goto(path);
    await settled(page);
    const open = page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name });
    await expect(open).toHaveAttribute('aria-current', 'page');
    await expect(open).toBeInViewport({ ratio: 1 });
  }
});

test('sign-in, rooms and a setting are reached by keyboard alone', async ({ page, ownerCookies }) => {
  expect(ownerCookies.length).toBeGreaterThan(0);
  await page.goto('/sign-in');
  await expect(field(page, 'E-mail address')).toBeFocused();
  await page.keyboard.type(owner.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(owner.password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Rooms' })).toBeVisible();

  await page.reload();
  await settled(page);
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the content' });
  await expect(skip).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();

  await page.keyboard.press('Control+k');
  await expect(page.getByRole('textbox', { name: 'Search screens' }).or(page.getByRole('combobox', { name: 'Search screens' }))).toBeFocused();
  await page.keyboard.type('Organ');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/settings\/organisation/);
  await expect(page.locator('main')).toBeFocused();

  const name = field(page, 'Name');
  await reach(page, () => name.evaluate((e) => e === document.activeElement));
  await page.keyboard.press('End');
  await page.keyboard.type(' AS');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Saved.')).toBeVisible();
  await expect(name).toHaveValue('Halden Ferries AS');
});

// Tabs on until something has the focus, and checks on the way that the focus
// can be seen where it is.
async function reach(page: import('@playwright/test').Page, there: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 40; i++) {
    if (await there()) return;
    await page.keyboard.press('Tab');
    const seen = await page.evaluate(() => {
      const box = document.activeElement?.getBoundingClientRect();
      return !!box && box.width > 0 && box.bottom > 0 && box.top < innerHeight;
    });
    expect(seen).toBe(true);
  }
  throw new Error('not reached by Tab');
}
