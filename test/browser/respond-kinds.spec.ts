import type { Page } from '@playwright/test';
import { test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, expectReadable, watchErrors } from './fixtures.ts';

test.use({ house: 'respond-kinds' });

const w = (en: string, fr: string) => ({ en, fr });

const document_ = {
  title: w('Your ferry', 'Votre ferry'), languages: ['en', 'fr'],
  pages: [{ code: 'one', questions: [
    { code: 'before', kind: 'block', text: w('Think of your last crossing.\nNo other.', 'Pensez à votre dernière traversée.\nÀ nulle autre.') },
    { code: 'cabin', kind: 'scale', required: 'hard', text: w('How was your cabin?', 'Comment était votre cabine ?'), hint: w('Noise too.', 'Le bruit aussi.'), scale: { look: 'stars', min: 1, points: 5, na: true, low: w('Poor', 'Mauvaise'), high: w('Very good', 'Très bonne') } },
    { code: 'share', kind: 'slider', required: 'hard', text: w('What share of the time were you on deck?', 'Quelle part du temps étiez-vous sur le pont ?'), hint: w('From 0 to 100, by fives.', 'De 0 à 100, de cinq en cinq.'), limits: { min: 0, max: 100, step: 5 } },
    { code: 'after', kind: 'block', text: { en: 'Lifeboats are drawn on each door.' } },
  ] }],
  ends: [{ code: 'thanks', outcome: 'complete', title: w('Thank you', 'Merci') }],
  settings: { consent: 'firm', privacy: w('Kept for two years.', 'Gardé deux ans.'), controller: 'Halden Ferries' },
};

const says = {
  en: { begin: 'Begin', cabin: /How was your cabin\?/, star: '3', last: '5', slider: /What share of the time/, send: 'Send', most: 'At most 100.', step: 'In steps of 5.', needed: 'This needs an answer.', block: 'Think of your last crossing.', thanks: 'Thank you' },
  fr: { begin: 'Commencer', cabin: /Comment était votre cabine/, star: '3', last: '5', slider: /Quelle part du temps/, send: 'Envoyer', most: 'Au plus 100.', step: 'Par pas de 5.', needed: 'Une réponse est nécessaire.', block: 'Pensez à votre dernière traversée.', thanks: 'Merci' },
} as const;

/** Goes on by the tabulator until something has the focus; so it can be reached, and nothing holds the focus back. */
async function tabTo(page: Page, what: ReturnType<Page['locator']>) {
  for (let n = 0; n < 30; n++) {
    if (await what.evaluate((e) => e === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the tabulator does not lead to ${what}`);
}

async function looked(page: Page) {
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectReadable(page);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1280, height: 800 });
}

let slug = '';
let id = '';

test.beforeEach(async ({ api }, info) => {
  const program = await (await api.post('/api/programs', { data: { name: info.title } })).json();
  const made = await (await api.post('/api/surveys', { data: { program_id: program.id, name: info.title, document: document_ } })).json();
  const done = await api.post(`/api/surveys/${made.id}/versions`, { data: {} });
  expect(done.status(), await done.text()).toBe(201);
  ({ slug, id } = made);
});

for (const lang of ['en', 'fr'] as const) {
  for (const scripted of [true, false]) {
    test(`stars, a slider and texts to read, by keyboard alone, in ${lang} ${scripted ? 'with' : 'without'} its script`, async ({ browser, server, api }) => {
      const context = await browser.newContext({ baseURL: server.url, locale: lang });
      if (!scripted) await context.route('**/page.js*', (route) => route.abort()); // axe needs what JavaScript has; the page has none
      const page = await context.newPage();
      const errors = watchErrors(page);
      const t = says[lang];
      await page.goto(`/s/${slug}?lang=${lang}`);
      await tabTo(page, page.getByRole('button', { name: t.begin }));
      await page.keyboard.press('Enter');
      const stars = page.getByRole('group', { name: t.cabin });
      const slider = page.getByRole('spinbutton', { name: t.slider });
      await expect(stars).toBeVisible();
      await expect(page.getByText(t.block)).toBeVisible();
      // What is not translated is read in its own language.
      if (lang === 'fr') await expect(page.getByText('Lifeboats are drawn on each door.')).toHaveAttribute('lang', 'en');
      await looked(page);

      // Nothing given: both are told, the summary leads to each, and the words are tied to the field.
      await tabTo(page, page.getByRole('button', { name: t.send }));
      await page.keyboard.press('Enter');
      const alert = page.getByRole('alert');
      await expect(alert.getByRole('listitem')).toHaveCount(2);
      await expect(alert).toContainText(t.needed);
      await expect(slider).toHaveAccessibleDescription(new RegExp(t.needed));
      await expect(stars).toHaveAccessibleDescription(new RegExp(t.needed));
      await looked(page);
      await tabTo(page, alert.getByRole('link', { name: t.slider }));
      await page.keyboard.press('Enter');
      await expect(slider).toBeFocused();

      // Out of bounds, and between the steps, it says what would be right.
      for (const [typed, told] of [['140', t.most], ['33', t.step]] as const) {
        await tabTo(page, slider);
        await page.keyboard.press('ControlOrMeta+a');
        await page.keyboard.type(typed);
        await tabTo(page, page.getByRole('button', { name: t.send }));
        await page.keyboard.press('Enter');
        await expect(alert).toContainText(told);
        await expect(slider).toHaveValue(typed);
      }

      // The stars by arrows, the slider by arrows: a step each.
      await tabTo(page, stars.getByRole('radio').first());
      await page.keyboard.press('Space');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      await expect(stars.getByRole('radio').nth(2)).toBeChecked();
      await expect(stars.getByRole('radio').nth(2)).toHaveAccessibleName(new RegExp(`^${t.star}\\b`));
      await tabTo(page, slider);
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type('35');
      await page.keyboard.press('ArrowUp');
      await expect(slider).toHaveValue('40');
      await looked(page);
      await tabTo(page, page.getByRole('button', { name: t.send }));
      await page.keyboard.press('Enter');
      await expect(page.getByRole('heading', { name: t.thanks })).toBeVisible();
      await looked(page);
      await expect.poll(async () => {
        const { items } = await (await api.get(`/api/surveys/${id}/responses`)).json();
        return items.length;
      }).toBe(1);
      expect(errors).toEqual([]);
      await context.close();
    });
  }
}
