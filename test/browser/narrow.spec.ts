import { expectNoSidewaysScroll, settled, test } from './fixtures.ts';
import { publicScreens, screens } from './screens.ts';

// French needs more room than English.
test('in French nothing is wider than a window of 320 px', async ({ signedIn: page, api }) => {
  test.setTimeout(240_000);
  await api.patch('/api/session', { data: { language: 'fr' } });
  await page.setViewportSize({ width: 320, height: 640 });
  for (const screen of [...screens, ...publicScreens]) {
    await page.goto(screen);
    await settled(page);
    await expectNoSidewaysScroll(page);
  }
  await api.patch('/api/session', { data: { language: 'en' } }); // files after it have the same owner
});
