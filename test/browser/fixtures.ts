import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type APIRequestContext, type BrowserContext, type Locator, type Page, request } from '@playwright/test';
import { type Server, start } from './server.ts';

export const owner = { name: 'Ines Duval', email: 'ines@example.org', password: 'three quiet herons' };
export const organisation = { name: 'Halden Ferries', language: 'en', time_zone: 'Europe/Paris', currency: 'EUR' } as const;

/** The cookies of somebody who is signed in. */
export type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;

interface WorkerFixtures {
  /** A server whose first owner is made; shared by the tests of a worker. */
  server: Server;
  /** The owner's cookies. */
  ownerCookies: Cookies;
}

interface TestFixtures {
  /** A server that nobody owns yet. */
  fresh: Server;
  /** The API, as the owner. */
  api: APIRequestContext;
  /** A page where the owner is signed in. */
  signedIn: Page;
}

/** Makes the first owner over the API, as the setup page does. */
export async function setUp(server: Server): Promise<Cookies> {
  const client = await request.newContext({ baseURL: server.url });
  const token = new URL(server.link()).hash.slice(1);
  const made = await client.post('/api/setup', { data: { ...owner, token, organisation } });
  expect(made.status(), await made.text()).toBe(201);
  const { cookies } = await client.storageState();
  await client.dispose();
  return cookies as Cookies;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  server: [
    async ({}, use) => {
      const server = await start();
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  ownerCookies: [async ({ server }, use) => use(await setUp(server)), { scope: 'worker' }],
  fresh: async ({}, use) => {
    const server = await start();
    await use(server);
    await server.stop();
  },
  baseURL: async ({ server }, use) => use(server.url),
  api: async ({ server, ownerCookies }, use) => {
    const client = await request.newContext({ baseURL: server.url, storageState: { cookies: ownerCookies, origins: [] } });
    await use(client);
    await client.dispose();
  },
  signedIn: async ({ context, ownerCookies, page }, use) => {
    await context.addCookies(ownerCookies);
    await use(page);
  },
});

export { expect };

/** Chooses the theme before the page is opened. */
export async function withTheme(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.addInitScript((value) => localStorage.setItem('balcony-theme', value), theme);
}

/** Waits until the screen stands: a heading, no loading note, fonts there. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('h1').first()).toBeVisible();
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => document.fonts.ready);
}

/** No violation that axe knows of, on the whole screen, by WCAG 2.2 AA. */
export async function expectAccessible(page: Page): Promise<void> {
  await expectNothingFound(page, axeOn(page).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']));
}

/** All words stand out from what is behind them: the one rule that a theme can break. */
export async function expectReadable(page: Page): Promise<void> {
  await expectNothingFound(page, axeOn(page).withRules(['color-contrast']));
}

// Axe tells of violations alone, which is all that is asked of it; what else it
// would describe is most of its work on a long table.
const axeOn = (page: Page) => new AxeBuilder({ page }).options({ resultTypes: ['violations'], preload: false });

async function expectNothingFound(page: Page, axe: AxeBuilder): Promise<void> {
  await expect(page.locator('[role="status"][aria-busy="true"]')).toHaveCount(0); // a figure that is made anew is pale meanwhile
  const look = async () =>
    (await axe.analyze()).violations.map((v) => `${v.id}: ${v.help}\n${v.nodes.map((n) => `    ${n.target.join(' ')} ${n.failureSummary ?? ''}`).join('\n')}`);
  await drawn(page);
  let found = await look();
  // A fault stays; what is found once may be a frame that a busy machine had not drawn yet.
  for (let again = 0; found.length > 0 && again < 2; again++) {
    await drawn(page);
    found = await look();
  }
  expect(found, page.url()).toEqual([]);
}

/** Waits until the browser has drawn what the page is now: two frames, the second of which begins after the first was shown. */
const drawn = (page: Page) => page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))));

/** Nothing is wider than the window; big tables scroll in their own box. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const wide = () => page.evaluate(() => {
    const root = document.documentElement;
    return root.scrollWidth > root.clientWidth ? `${root.scrollWidth} > ${root.clientWidth}` : '';
  });
  // What is too wide stays so; what is once may be a frame from before the window changed.
  await expect.poll(wide, { message: page.url(), timeout: 3000 }).toBe('');
}

/** No word of a picture runs out of the box it is drawn in, which scrolling would not show. */
export async function expectPicturesWhole(page: Page): Promise<void> {
  const out = await page.evaluate(() =>
    [...document.querySelectorAll('main svg[data-picture] text')].flatMap((text) => {
      const words = text.getBoundingClientRect();
      const box = text.closest('svg')?.parentElement?.getBoundingClientRect();
      return box && words.width > 0 && (words.left < box.left - 6 || words.right > box.right + 6) ? [text.textContent ?? ''] : [];
    }));
  expect(out, page.url()).toEqual([]);
}

/** Fails the test on errors of the page's own and on anything the policy refused. */
export function watchErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (e) => errors.push(e.message));
  page.on('console', (m) => {
    if (m.type() === 'error' && /Content Security Policy|Refused|React|TypeError/.test(m.text())) errors.push(m.text());
  });
  return errors;
}

/** The input with exactly this label; the star of a required field does not count. */
export function field(scope: Page | Locator, label: string): Locator {
  const words = label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return scope.getByLabel(new RegExp(`^${words}(\\s*\\*)?$`)).and(scope.locator('input, textarea'));
}

/** Chooses an option of a list by its label, as a person does. */
export async function pick(scope: Page | Locator, label: string, option: string | RegExp): Promise<void> {
  const input = field(scope, label);
  await input.click();
  await input.page().getByRole('option', { name: option }).click();
}
