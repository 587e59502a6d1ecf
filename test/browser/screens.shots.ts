import { owner, settled, test, withTheme } from './fixtures.ts';
import { publicScreens, screens } from './screens.ts';

// Pictures of each screen for the eye, in results/shots: not a check.
const name = (screen: string) => (screen.replace(/#.*/, '').replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'home');

for (const [theme, width, language] of [['light', 1440, 'en'], ['dark', 1440, 'fr'], ['light', 360, 'fr'], ['dark', 360, 'en'], ['light', 1100, 'en']] as const) {
  test(`pictures ${theme} ${width} ${language}`, async ({ signedIn: page, api, browser, server }) => {
    test.setTimeout(300_000);
    await api.patch('/api/session', { data: { language } });
    await api.post('/api/units', { data: { name: 'North' } });
    await api.post('/api/invites', { data: { name: 'Jonas Teig', grants: [{ role: 'analyst', scope: { kind: 'whole' } }] } });
    await api.post('/api/tokens', { data: { name: `Till ${owner.name}`, scopes: ['answer.write', 'figure.read'] } });
    await page.setViewportSize({ width, height: width < 500 ? 760 : 900 });
    await withTheme(page, theme);
    for (const screen of screens) {
      await page.goto(screen);
      await settled(page);
      await page.screenshot({ path: `results/shots/${name(screen)}-${theme}-${width}-${language}.png`, fullPage: true });
    }
    const stranger = await browser.newContext({ baseURL: server.url, viewport: { width, height: 800 }, locale: language === 'fr' ? 'fr-FR' : 'en-GB' });
    const outside = await stranger.newPage();
    await withTheme(outside, theme);
    for (const screen of publicScreens) {
      await outside.goto(screen);
      await settled(outside);
      await outside.screenshot({ path: `results/shots/${name(screen)}-${theme}-${width}-${language}.png`, fullPage: true });
    }
    await stranger.close();
  });
}
