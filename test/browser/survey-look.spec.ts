import { deflateSync, gzipSync } from 'node:zlib';
import type { APIRequestContext, Page } from '@playwright/test';
import { test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, expectReadable, settled, watchErrors, withTheme } from './fixtures.ts';

test.use({ house: 'survey-look' });

const w = (en: string, fr: string) => ({ en, fr });
const kept = (page: Page) => expect(page.getByRole('status').filter({ hasText: 'Kept' })).toBeVisible();
const variable = (page: Page, name: string) => page.evaluate((n) => getComputedStyle(document.documentElement).getPropertyValue(n).trim(), name);

const document_ = {
  title: w('After your crossing', 'Après votre traversée'), languages: ['en', 'fr'],
  pages: [{ code: 'one', questions: [
    { code: 'easy', kind: 'scale', required: 'hard', text: w('How easy was it?', 'Était-ce facile ?'), hint: w('From the quay to your seat.', 'Du quai à votre place.'), scale: { look: 'numbers', min: 0, points: 11, na: true, low: w('Hard', 'Difficile'), high: w('Easy', 'Facile') } },
    { code: 'places', kind: 'choices', text: w('Where were you?', 'Où étiez-vous ?'), options: [{ code: 'deck', text: w('On deck', 'Sur le pont') }, { code: 'bar', text: w('At the bar', 'Au bar') }] },
    { code: 'care', kind: 'matrix', text: w('How well were you looked after?', 'Comment s’est-on occupé de vous ?'), rows: [{ code: 'gate', text: w('At the gate', 'À la porte') }], scale: { look: 'words', min: 1, points: 3, na: true, labels: [w('Badly', 'Mal'), w('So-so', 'Moyen'), w('Well', 'Bien')] } },
    { code: 'why', kind: 'long_text', text: w('What should we know?', 'Que devrions-nous savoir ?') },
  ] }],
  ends: [{ code: 'thanks', outcome: 'complete', title: w('Thank you', 'Merci') }],
  settings: { consent: 'firm', progress: true, who: w('Ingrid Solheim', 'Ingrid Solheim'), privacy: w('Kept for two years.', 'Gardé deux ans.'), controller: 'Halden Ferries', contact: 'ingrid@example.org' },
};

async function survey(api: APIRequestContext, name: string, theme: object = {}): Promise<{ id: string; slug: string }> {
  const program = await (await api.post('/api/programs', { data: { name } })).json();
  const made = await api.post('/api/surveys', { data: { program_id: program.id, name, document: { ...document_, settings: { ...document_.settings, theme } } } });
  expect(made.status(), await made.text()).toBe(201);
  return made.json();
}

const publish = async (api: APIRequestContext, id: string) => {
  const done = await api.post(`/api/surveys/${id}/versions`, { data: {} });
  expect(done.status(), await done.text()).toBe(201);
};

const crcs = Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});
const crc = (bytes: Buffer) => (bytes.reduce((c, b) => crcs[(c ^ b) & 255]! ^ (c >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;

/** A PNG of a mark in navy and a bar beside it, with a ground that shines through. */
function logo(width: number, height: number): Buffer {
  const rows = Buffer.alloc(height * (1 + width * 4));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const mark = (x - height / 2) ** 2 + (y - height / 2) ** 2 < (height / 2.2) ** 2;
      const bar = x > height * 1.2 && x < width - 4 && Math.abs(y - height / 2) < height / 8;
      if (mark || bar) rows.set([11, 42, 91, 255], y * (1 + width * 4) + 1 + x * 4);
    }
  }
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc(body), body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6], 8);
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

/** Keeps a picture to be looked at, where somebody wants them. */
const picture = async (page: Page, name: string) => {
  if (process.env.BALCONY_PICTURES) await page.screenshot({ path: `${process.env.BALCONY_PICTURES}/${name}.png`, fullPage: true });
};

test('colours of the brand are chosen in the builder, made readable, and undone', async ({ signedIn: page, api }) => {
  const errors = watchErrors(page);
  const { id } = await survey(api, 'Look');
  const theme = async () => (await (await api.get(`/api/surveys/${id}/draft`)).json()).settings.theme;
  await page.goto(`/measures/surveys/${id}`);
  const look = page.getByRole('region', { name: 'Look' });
  await expect(look.getByText('Continue')).toHaveCount(2); // a light page and a dark one
  const accent = look.getByRole('textbox', { name: 'Accent', exact: true });

  // By keyboard; what is no colour is told at its place and not kept.
  await accent.focus();
  await page.keyboard.type('yellow');
  await expect(look.getByText('Write the colour as #rrggbb.')).toBeVisible();
  await expectAccessible(page);
  await accent.fill('fc0');
  await page.keyboard.press('Tab');
  await expect(accent).toHaveValue('#ffcc00');
  await expect(look.getByText(/Against its background this colour is too weak.* take #876c00/)).toBeVisible();
  await look.getByRole('textbox', { name: 'Background', exact: true }).fill('#fdf6e3');
  await kept(page);
  await expect.poll(theme).toEqual({ accent: '#ffcc00', background: '#fdf6e3' });
  await expectAccessible(page);
  await picture(page, 'builder-light');

  // The preview wears it, and the list before publishing says what was made of it.
  await page.getByRole('button', { name: 'Preview', exact: true }).click();
  const preview = page.frameLocator('iframe[title="Preview"]');
  await expect(preview.getByRole('button', { name: 'Send' })).toHaveCSS('background-color', 'rgb(255, 204, 0)');
  await page.getByRole('button', { name: 'Preview', exact: true }).click();
  await page.getByRole('tab', { name: 'Publish' }).click();
  await expect(page.getByText(/the whole · look · accent/).first()).toBeVisible();
  await page.getByRole('tab', { name: 'Questions' }).click();

  await look.getByRole('button', { name: 'Balcony’s own: Accent' }).click();
  await expect(accent).toHaveValue('');
  await expect(look.getByText(/too weak/)).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(accent).toHaveValue('#ffcc00');
  await kept(page);
  await expect.poll(theme).toEqual({ accent: '#ffcc00', background: '#fdf6e3' });
  expect(errors).toEqual([]);
});

test('the look fits a narrow phone, in French and in the dark', async ({ signedIn: page, api }) => {
  await api.patch('/api/session', { data: { language: 'fr' } });
  const { id } = await survey(api, 'Apparence', { background: '#0b2a5b', accent: '#ffcc00', text: '#0b2a5b' });
  await page.setViewportSize({ width: 320, height: 700 });
  await withTheme(page, 'dark');
  await page.goto(`/measures/surveys/${id}`);
  await settled(page);
  await expect(page.getByRole('region', { name: 'Apparence' }).getByText(/trop faible pour être lue/)).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectReadable(page);
  await picture(page, 'builder-narrow-fr-dark');
  await api.patch('/api/session', { data: { language: 'en' } });
});

const themes = {
  blue: { theme: { background: '#0b2a5b', text: '#ffffff', accent: '#3d8bfd' }, scale: ['rgb(235, 231, 223)', 'rgb(235, 231, 223)'] },
  yellow: { theme: { background: '#ffd500', text: '#1a1a1a', accent: '#1a1a1a' }, scale: ['rgb(29, 35, 48)', 'rgb(235, 231, 223)'] },
  pale: { theme: { background: '#fefefe', text: '#cfd6dd', accent: '#f2e9c9' }, scale: ['rgb(29, 35, 48)', 'rgb(235, 231, 223)'] },
};

for (const [name, { theme, scale }] of Object.entries(themes)) {
  test(`a ${name} theme is read in light and dark, with points that take no colour`, async ({ page, api }) => {
    const errors = watchErrors(page);
    const { id, slug } = await survey(api, `Theme ${name}`, theme);
    await publish(api, id);
    await page.goto(`/s/${slug}?lang=en`);
    const looks = async (what: string) => {
      for (const [i, colorScheme] of (['light', 'dark'] as const).entries()) {
        await page.emulateMedia({ colorScheme });
        await (i === 0 ? expectAccessible : expectReadable)(page);
        if (what === 'page') await expect(page.getByRole('radio', { name: '7', exact: true }).locator('+ span')).toHaveCSS('background-color', scale[i] ?? '');
        await picture(page, `${name}-${what}-${colorScheme}`);
      }
      await page.emulateMedia({ colorScheme: 'light' });
    };
    await looks('welcome');
    expect(await variable(page, '--bg')).toBe(theme.background);
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByRole('button', { name: 'Send' }).click();
    await expect(page.getByRole('alert')).toContainText('This needs an answer.');
    await page.getByRole('radio', { name: '7', exact: true }).check();
    await page.getByLabel('On deck').check();
    await looks('page');
    await page.setViewportSize({ width: 320, height: 640 });
    await expectNoSidewaysScroll(page);
    await picture(page, `${name}-phone`);
    await page.getByRole('button', { name: 'Send' }).click();
    await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible();
    await looks('end');
    await page.goto(`/s/${slug}/receipt?lang=fr`);
    expect(await variable(page, '--bg')).toBe(theme.background);
    expect(errors).toEqual([]);
  });
}

test('a logo is uploaded, told in words, undone, and comes as the one request beside the page', async ({ signedIn: page, api, browser, server }) => {
  const errors = watchErrors(page);
  const { id, slug } = await survey(api, 'Logo');
  const theme = async () => (await (await api.get(`/api/surveys/${id}/draft`)).json()).settings.theme;
  await page.goto(`/measures/surveys/${id}`);
  const look = page.getByRole('region', { name: 'Look' });
  const file = look.locator('input[type=file]');

  // What is no picture is refused in words, also a drawing that may carry scripts.
  await file.setInputFiles({ name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>') });
  await expect(look.getByText('An SVG may carry scripts and is not taken').first()).toBeVisible();
  await expectAccessible(page);
  await file.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: logo(900, 140) });
  await expect(look.getByRole('img', { name: 'The logo, not told in words yet' })).toBeVisible();
  await expect(look.getByText(/Say in this language \(en\) what the logo shows/)).toBeVisible();
  await expect(look.getByText(/Say in this language \(fr\) what the logo shows/)).toBeVisible();
  await look.getByRole('textbox', { name: 'What the logo shows, for who cannot see it · English' }).fill('Halden Ferries');
  await look.getByRole('textbox', { name: 'What the logo shows, for who cannot see it · French' }).fill('Ferries de Halden');
  await expect(look.getByText(/Say in this language/)).toHaveCount(0);
  await kept(page);
  await expectAccessible(page);
  await picture(page, 'builder-logo');

  // Taken away and undone; another in its place and undone.
  await look.getByRole('button', { name: 'Take the logo away' }).press('Enter');
  await expect(look.getByRole('img')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(look.getByRole('img', { name: 'Halden Ferries' })).toBeVisible();
  const first = (await theme()).logo_id;
  await file.setInputFiles({ name: 'square.png', mimeType: 'image/png', buffer: logo(200, 200) });
  await expect.poll(async () => (await theme()).logo_id).not.toBe(first);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(async () => (await theme()).logo_id).toBe(first);
  await page.getByRole('button', { name: 'Preview', exact: true }).click();
  await expect(page.frameLocator('iframe[title="Preview"]').getByRole('img', { name: 'Halden Ferries' })).toBeVisible();
  expect((await api.get(`/s/${slug}/logo/${first}`)).status()).toBe(404); // nobody outside sees a draft's
  await kept(page);
  await publish(api, id);

  // Who answers: the page, in which the script stands, and the logo beside it; within 14 KB, by keyboard.
  const context = await browser.newContext({ baseURL: server.url, locale: 'en-GB' });
  const guest = await context.newPage();
  const wrong = watchErrors(guest);
  const asked: string[] = [];
  guest.on('request', (r) => asked.push(r.resourceType()));
  const [response] = await Promise.all([guest.waitForResponse((r) => r.request().resourceType() === 'document'), guest.goto(`/s/${slug}`)]);
  await guest.waitForLoadState('networkidle');
  expect(asked.filter((kind) => kind !== 'other').sort()).toEqual(['document', 'image']);
  const { responseBodySize } = await response.request().sizes();
  expect(responseBodySize).toBeGreaterThan(3000); // with its script
  expect(gzipSync(await response.body()).length).toBeLessThan(14 * 1024);
  await expect(guest.getByRole('img', { name: 'Halden Ferries' })).toHaveJSProperty('complete', true);
  expect(await guest.getByRole('img').evaluate((i: HTMLImageElement) => i.naturalWidth)).toBeGreaterThan(300);
  asked.length = 0;
  await guest.getByRole('button', { name: 'Begin' }).press('Enter');
  await expect(guest.getByRole('group', { name: /How easy was it/ })).toBeVisible();
  await guest.waitForLoadState('networkidle');
  expect(asked.filter((kind) => kind === 'script' || kind === 'stylesheet' || kind === 'font')).toEqual([]);
  await guest.getByRole('radio', { name: '7', exact: true }).check();
  await expect(guest.getByRole('status')).toContainText('Kept.'); // the script runs
  for (const [width, colorScheme] of [[1280, 'light'], [1280, 'dark'], [320, 'dark']] as const) {
    await guest.setViewportSize({ width, height: 700 });
    await guest.emulateMedia({ colorScheme });
    await expectAccessible(guest);
    await expectNoSidewaysScroll(guest);
    await picture(guest, `logo-${width}-${colorScheme}`);
  }
  await guest.getByRole('link', { name: 'Français' }).click();
  await expect(guest.getByRole('img', { name: 'Ferries de Halden' })).toBeVisible();
  expect(wrong).toEqual([]);
  await context.close();

  const plain = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
  const still = await plain.newPage();
  await still.goto(`/s/${slug}?lang=en`);
  await expect(still.getByRole('img', { name: 'Halden Ferries' })).toBeVisible();
  await plain.close();
  expect(errors).toEqual([]);
});
