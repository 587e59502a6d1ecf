import { test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll } from './fixtures.ts';

test.use({ house: 'dead-ends' });

// What each of these screens is about does not matter: it cannot be read.
const some = '01a20bbe-2470-76f6-882b-3d8a501a0fd5';
const screens = [
  ['/people/segments', 'All segments'], ['/understand/fieldwork', 'To the survey'], ['/understand/choices', 'To the survey'], ['/understand/surveys', 'To the survey'],
  ['/understand/weightings', 'All weightings'], ['/dashboards', 'All dashboards'], ['/views', 'All saved views'], ['/measures/reasons', 'All lists'],
] as const;

test('a screen that cannot be read says so, tries again, and leads back', async ({ signedIn: page }) => {
  await page.route(/\/api\/(?!session|organisation)/, (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify({ code: 'internal', detail: 'x', status: 500 }) }));
  await page.setViewportSize({ width: 320, height: 640 });
  for (const [path, back] of screens) {
    await page.goto(`${path}/${some}`);
    await expect(page.getByRole('heading', { level: 1, name: 'This screen could not be shown' })).toBeVisible();
    await expect(page.getByRole('main').getByRole('button', { name: 'Try again' })).toBeVisible();
    await expect(page.getByRole('main').getByRole('link', { name: back })).toBeVisible();
    await expectNoSidewaysScroll(page);
  }
  await expectAccessible(page);
  for (const path of ['/', '/understand']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1, name: 'This screen could not be shown' })).toBeVisible();
  }
});
