import type { Page } from '@playwright/test';
import { test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, expectReadable, watchErrors, withTheme } from './fixtures.ts';

test.use({ house: 'anonymous' });

const w = (en: string, fr: string) => ({ en, fr });

/** Asks a role and a score, promised to the person so far. */
const document = {
  title: w('How is work?', 'Comment va le travail ?'), languages: ['en', 'fr'],
  pages: [{ code: 'one', questions: [
    { code: 'work', kind: 'scale', text: w('How is it?', 'Comment est-ce ?'), scale: { look: 'numbers', min: 0, points: 11 } },
    { code: 'role', kind: 'choice', text: w('What do you do?', 'Que faites-vous ?'), options: [{ code: 'deck', text: w('On deck', 'Sur le pont') }, { code: 'office', text: w('In the office', 'Au bureau') }] },
    { code: 'why', kind: 'long_text', text: w('Why?', 'Pourquoi ?') },
  ] }],
  ends: [{ code: 'thanks', outcome: 'complete', title: w('Thank you', 'Merci') }],
  settings: { consent: 'person', privacy: w('Added up.', 'Additionné.'), controller: 'Halden Ferries' },
};

async function lookAt(page: Page) {
  await expectAccessible(page);
  await withTheme(page, 'dark');
  await expectReadable(page);
  await withTheme(page, 'light');
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1280, height: 800 });
}

test('an anonymous survey declares its cuts, says what it keeps, and shows nothing of a single answer', async ({ signedIn: page, api }) => {
  const errors = watchErrors(page);
  const { id: program } = await (await api.post('/api/programs', { data: { name: 'Anonymous' } })).json();
  const survey = await (await api.post('/api/surveys', { data: { program_id: program, name: 'How is work?', document } })).json();
  await page.goto(`/measures/surveys/${survey.id}`);
  await page.getByLabel('Confidence').selectOption('anonymous');
  await page.getByRole('button', { name: 'Add a cut' }).click();
  await page.getByLabel('Told by').selectOption({ label: 'What do you do?' });
  await page.getByLabel('Name of the cut · English').fill('Role');
  await page.getByLabel('Name of the cut · French').fill('Rôle');
  await expect(page.getByRole('textbox', { name: 'Role · Class 1 · English' })).toHaveValue('On deck');
  await expect(page.getByRole('textbox', { name: 'Role · Class 2 · Values, with commas' })).toHaveValue('office');
  await expect.poll(async () => (await (await api.get(`/api/surveys/${survey.id}/draft`)).json()).settings.cuts?.[0]?.label).toEqual(w('Role', 'Rôle'));
  await lookAt(page);

  expect((await api.post(`/api/surveys/${survey.id}/versions`, { data: {} })).status()).toBe(201);
  await page.goto(`/s/${survey.slug}?lang=fr`);
  await expect(page.getByText('Rôle (Sur le pont · Au bureau)')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Commencer' }).click();
  await page.locator('[name="q.work"][value="3"]').check({ force: true });
  await page.getByLabel('Sur le pont').check();
  await page.getByLabel('Pourquoi ?').fill('La corne de brume');
  await page.getByRole('button', { name: 'Envoyer' }).click();
  await expect(page.getByText('D’une somme, une réponse ne peut plus être retirée', { exact: false })).toBeVisible();
  await expectAccessible(page);

  await page.goto(`/measures/surveys/${survey.id}`);
  await page.getByRole('link', { name: 'Figures of the anonymous survey' }).click();
  await expect(page.getByText('Nothing to show yet')).toBeVisible();
  await lookAt(page);
  const { items } = await (await api.get('/api/responses')).json();
  expect(items).toEqual([]);
  expect(errors).toEqual([]);
});

test('the figures of an anonymous survey are read by class and by keyboard, and its texts on demand', async ({ signedIn: page, api }) => {
  const { id: program } = await (await api.post('/api/programs', { data: { name: 'Anonymous figures' } })).json();
  const settings = { ...document.settings, consent: 'anonymous', cuts: [{ code: 'role', label: w('Role', 'Rôle'), of: 'role', classes: [{ code: 'deck', label: w('On deck', 'Sur le pont'), values: ['deck'] }, { code: 'office', label: w('In the office', 'Au bureau'), values: ['office'] }] }] };
  const survey = await (await api.post('/api/surveys', { data: { program_id: program, name: 'Work by role', document: { ...document, settings } } })).json();
  expect((await api.post(`/api/surveys/${survey.id}/versions`, { data: {} })).status()).toBe(201);
  // Answers come out by the clock, which no test waits for: what the server says of twelve of them.
  const figure = (value: number, n: number) => ({ value, low: value - 1, high: value + 1, n, n_eff: n, deff: 1, unit: 'score', method: 't', method_label: 'Student t interval', trouble: '' });
  const cell = (n: number, value: number, more = {}) => ({ n, figure: figure(value, n), items: [], ...more });
  const at = `/api/surveys/${survey.id}/anonymous`;
  const plain = await (await api.get(at)).json();
  await page.route((url) => url.pathname === at, (route) => {
    const by = new URL(route.request().url()).searchParams.get('by');
    const groups = by ? [cell(7, 4, { class: 'deck' }), cell(5, 8, { class: 'office' })] : [];
    const asked = { code: 'work', kind: 'scale', text: w('How is it?', 'Comment est-ce ?'), metric: 'mean', min: 0, max: 10, labels: [], total: cell(12, 5.7), groups, untold: 0, texts: 0 };
    const why = { code: 'why', kind: 'long_text', text: w('Why?', 'Pourquoi ?'), metric: '', min: 0, max: 0, labels: [], total: { n: 0, items: [] }, groups: [], untold: 0, texts: 10 };
    return route.fulfill({ json: { ...plain, by: by ?? undefined, questions: [asked, why] } });
  });
  await page.route((url) => url.pathname === `${at}/texts`, (route) => route.fulfill({ json: { items: Array.from({ length: 10 }, (_, i) => ({ id: `0000000${i}-0000-4000-8000-000000000000`, text: `The fog horn, said by one of ten: ${i}` })) } }));
  await page.goto(`/understand/surveys/${survey.id}`);
  await expect(page.getByText('Released by 5', { exact: false })).toBeVisible();
  await page.getByLabel('By', { exact: true }).selectOption({ label: 'Role' });
  const table = page.getByRole('region', { name: 'How is it? · Figure' }).getByRole('row');
  await expect(table.filter({ hasText: 'On deck' })).toContainText('4.0');
  await expect(table.filter({ hasText: 'In the office' })).toContainText('7.0 to 9.0');
  await expect(page).toHaveURL(/by=role/);
  await page.getByRole('button', { name: 'Read the texts' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('The fog horn, said by one of ten: 9')).toBeVisible();
  await lookAt(page);
});
