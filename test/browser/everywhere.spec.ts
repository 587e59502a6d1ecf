import { expect, expectAccessible, expectNoSidewaysScroll, field, owner, settled, test, watchErrors, withTheme } from './fixtures.ts';
import { publicScreens, screens } from './screens.ts';

for (const theme of ['light', 'dark'] as const) {
  test(`every screen is accessible and keeps the policy, ${theme}`, async ({ signedIn: page }) => {
    test.setTimeout(240_000);
    const errors = watchErrors(page);
    await withTheme(page, theme);
    for (const screen of screens) {
      await page.goto(screen);
      await settled(page);
      await expectAccessible(page);
    }
    expect(errors).toEqual([]);
  });

  test(`every screen outside the sign-in is accessible, ${theme}`, async ({ page }) => {
    const errors = watchErrors(page);
    await withTheme(page, theme);
    for (const screen of publicScreens) {
      await page.goto(screen);
      await settled(page);
      await expectAccessible(page);
    }
    expect(errors).toEqual([]);
  });
}

for (const language of ['en', 'fr'] as const) {
  test(`nothing is wider than a window of 320 px, ${language}`, async ({ signedIn: page, api }) => {
    test.setTimeout(240_000);
    await api.patch('/api/session', { data: { language } });
    await page.setViewportSize({ width: 320, height: 640 });
    for (const screen of [...screens, ...publicScreens]) {
      await page.goto(screen);
      await settled(page);
      await expectNoSidewaysScroll(page);
    }
    await api.patch('/api/session', { data: { language: 'en' } });
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
