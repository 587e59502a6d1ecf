import { type APIRequestContext, type Page } from '@playwright/test';
import { expect, settled, test as base } from './fixtures.ts';
import { start, type Server } from './server.ts';

interface HouseFixtures {
  /** Files of tests that name different houses get a server of their own each, with no data in it. */
  house: string;
  server: Server;
}

export const test = base.extend<object, HouseFixtures>({
  house: ['', { scope: 'worker', option: true }],
  server: [
    async ({ house }, use) => {
      if (!house) throw new Error('name the house: test.use({ house: "…" })');
      const server = await start();
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
});

/**
 * A small file of feedback in memory: scores from 0 to 10 with 11 for "does
 * not apply", dates day first, a plan to compare by, a word, one row to refuse.
 */
export function feedback(rows = 240): { name: string; mimeType: string; buffer: Buffer } {
  const plans = ['Basic', 'Pro', 'Team'];
  const words = ['The boat left late and nobody told us', 'Crew were kind', '', 'Found my bag at once', 'Too cold on deck', ''];
  const lines = ['Response ID;Answered on;How likely are you to recommend us? (0-10);Plan;Comment'];
  for (let i = 0; i < rows; i++) {
    const plan = plans[i % 3]!;
    const score = i % 20 === 7 ? 11 : Math.max(0, Math.min(10, ((i * 7) % 5) + (plan === 'Pro' ? 6 : 4)));
    const month = 1 + Math.floor((i * 6) / rows);
    const day = 1 + ((i * 5) % 28);
    const said = words[i % 6] && `${words[i % 6]} on crossing ${i}`;
    lines.push(`R${1000 + i};${String(day).padStart(2, '0')}/${String(month).padStart(2, '0')}/2026;${score};${plan};${said}`);
  }
  lines.push('R9999;31/02/2026;9;Pro;A day that does not exist');
  return { name: 'ferry-feedback.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n'), 'utf8') };
}

/** Brings the file in as a person does, up to the result. */
export async function bringIn(page: Page, file = feedback()): Promise<void> {
  await page.goto('/import');
  await settled(page);
  await page.locator('input[type=file]').setInputFiles(file);
  await expect(page.getByRole('heading', { level: 1, name: `Do we read ${file.name} rightly?` })).toBeVisible();
  await page.getByRole('button', { name: /^Take in/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: `What became of ${file.name}?` })).toBeVisible({ timeout: 30_000 });
}

/** The program that the first import made. */
export async function firstProgram(api: APIRequestContext): Promise<{ id: string; name: string }> {
  const { items } = await (await api.get('/api/programs')).json() as { items: { id: string; name: string; synthetic: boolean }[] };
  const real = items.find((p) => !p.synthetic);
  if (!real) throw new Error('there is no program yet');
  return real;
}
