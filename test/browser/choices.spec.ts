import { test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, expectReadable, watchErrors, withTheme } from './fixtures.ts';

test.use({ house: 'choices' });

const w = (en: string, fr: string) => ({ en, fr });
const options = [['time', 'On time', 'À l’heure'], ['crew', 'A kind crew', 'Un équipage aimable'], ['price', 'A low price', 'Un prix bas'], ['food', 'Good food', 'De bons plats'], ['wifi', 'Wifi on board', 'Du wifi à bord']] as const;
const document = {
  title: w('What matters on board', 'Ce qui compte à bord'), languages: ['en', 'fr'],
  pages: [{ code: 'one', questions: [{ code: 'want', kind: 'best_worst', text: w('What matters most to you, what least?', 'Qu’est-ce qui compte le plus, le moins ?'), sets: { count: 5, size: 3 }, options: options.map(([code, en, fr]) => ({ code, text: w(en, fr) })) }] }],
  ends: [{ code: 'thanks', outcome: 'complete', title: w('Thank you', 'Merci') }],
  settings: { consent: 'person', privacy: w('Added up.', 'Additionné.'), controller: 'Halden Ferries' },
};

test('what people choose as most and least comes out as shares of preference', async ({ signedIn: page, api }) => {
  const errors = watchErrors(page);
  const { id: program } = await (await api.post('/api/programs', { data: { name: 'Choices' } })).json();
  const survey = await (await api.post('/api/surveys', { data: { program_id: program, name: 'What matters on board', document } })).json();
  expect((await api.post(`/api/surveys/${survey.id}/versions`, { data: {} })).status()).toBe(201);
  await page.goto(`/measures/surveys/${survey.id}`);
  await page.getByRole('link', { name: 'What people chose as most and least' }).click();
  await expect(page.getByText('Nothing to show yet')).toBeVisible();
  await expectAccessible(page);

  for (let person = 0; person < 40; person++) {
    const begun = await api.post(`/s/${survey.slug}`, { maxRedirects: 0 });
    const at = begun.headers()['location']!;
    const html = await (await api.get(at)).text();
    const form: Record<string, string> = { page: 'one', go: 'next' };
    for (let set = 1; set <= 5; set++) {
      const shown = [...html.matchAll(new RegExp(`name="q\\.want\\.${set}\\.best" value="([a-z]+)"`, 'g'))].map((m) => m[1]!);
      // The first options matter more, but not to everybody.
      const worth = (code: string) => options.findIndex(([c]) => c === code) + ((person * 5 + set * 3 + code.charCodeAt(0) * (person + 1)) % 7);
      const order = shown.toSorted((a, b) => worth(a) - worth(b));
      form[`q.want.${set}.best`] = order[0]!;
      form[`q.want.${set}.worst`] = order.at(-1)!;
    }
    expect((await api.post(at, { form, maxRedirects: 5 })).ok()).toBe(true);
  }
  await expect(async () => {
    await page.reload();
    await expect(page.getByText('40 answers, 200 sets')).toBeVisible({ timeout: 2000 });
  }).toPass();
  const first = page.getByRole('row').nth(1);
  await expect(first).toContainText('On time');
  await expect(first).toContainText('%');
  await expect(page.getByText('Jackknife over groups of accounts', { exact: false })).toBeVisible();
  await page.getByLabel('By', { exact: true }).selectOption({ label: 'Month' });
  await expect(page.getByRole('heading', { name: 'On time by month' })).toBeVisible();
  await expectAccessible(page);
  await withTheme(page, 'dark');
  await expectReadable(page);
  await withTheme(page, 'light');
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScroll(page);
  expect(errors).toEqual([]);
});
