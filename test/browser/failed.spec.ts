import { bringIn, feedback, test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, settled, withTheme } from './fixtures.ts';

test.use({ house: 'failed' });
test.setTimeout(150_000);

// The record cannot be made to refuse rows from outside, so the answer of the server about an import that is over is changed on its way.
for (const [theme, width, language] of [['light', 1440, 'en'], ['dark', 360, 'fr']] as const) {
  test(`an import that failed says why and can be tried again, ${theme} ${width} ${language}`, async ({ signedIn: page, api }) => {
    await bringIn(page, { ...feedback(40), name: `ferry-${theme}.csv` });
    await api.patch('/api/session', { data: { language } });
    await page.setViewportSize({ width, height: 800 });
    await withTheme(page, theme);
    const address = new URL(page.url()).pathname.replace('/import/', '/api/imports/');
    let started = 0;
    await page.route(`**${address}`, async (route) => {
      const response = await route.fetch();
      const item = await response.json() as object;
      await route.fulfill({ response, json: started ? item : { ...item, state: 'failed', problem: 'In English.', problem_key: 'gave_up' } });
    });
    await page.route(`**${address}/start`, async (route) => {
      started++;
      const { items: _, ...item } = await (await page.request.get(address)).json() as { items?: unknown };
      await route.fulfill({ status: 202, json: item });
    });
    await page.reload();
    const alert = page.getByRole('alert').filter({ hasText: language === 'en' ? 'although it was tried several times' : 'malgré plusieurs essais' });
    await expect(alert).toBeVisible();
    await settled(page);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    if (process.env.BALCONY_SHOTS) await page.screenshot({ path: `${process.env.BALCONY_SHOTS}/failed-${theme}-${width}-${language}.png` });
    await page.getByRole('button', { name: language === 'en' ? 'Try again' : 'Réessayer' }).click();
    await expect(alert).toHaveCount(0);
    expect(started).toBe(1);
    await api.patch('/api/session', { data: { language: 'en' } });
  });
}
