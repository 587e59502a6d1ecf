import { test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, expectReadable, field, settled, watchErrors, withTheme } from './fixtures.ts';

test.use({ house: 'reasons' });

const w = (en: string, fr: string) => ({ en, fr });
const document_ = {
  title: w('After the crossing', 'Après la traversée'), languages: ['en', 'fr'],
  pages: [{ code: 'one', questions: [{ code: 'how', kind: 'scale', text: w('How was it?', 'Comment était-ce ?'), scale: { look: 'numbers', min: 0, points: 11 } }] }],
  ends: [{ code: 'thanks', outcome: 'complete', title: w('Thank you', 'Merci') }],
  settings: { consent: 'firm', privacy: w('Two years.', 'Deux ans.'), controller: 'Halden Ferries' },
};

test('a list of main reasons is made, asked, kept current from what people write, and taken back', async ({ signedIn: page, api }) => {
  const errors = watchErrors(page);
  const { id: program } = await (await api.post('/api/programs', { data: { name: 'Crossing' } })).json();
  const survey = await (await api.post('/api/surveys', { data: { program_id: program, name: 'After the crossing', document: document_ } })).json();
  await page.goto(`/measures/reasons?program=${program}`);
  await expect(page.getByText('No list of reasons yet')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'New list' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Main reason' })).toBeVisible();
  await expect(page.getByText('Nothing is proposed')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('combobox', { name: 'Survey' }).click();
  await page.getByRole('option', { name: 'After the crossing' }).click();
  await page.getByRole('button', { name: 'Ask it there' }).click();
  await expect(page.getByText('At the end of the last page of the draft:')).toBeVisible();
  expect((await api.post(`/api/surveys/${survey.id}/versions`, { data: {} })).status()).toBe(201);

  // Four say so: nothing. The fifth makes it a proposal.
  const say = async (other: string) => {
    const at = (await api.post(`/s/${survey.slug}?lang=en`, { maxRedirects: 0 })).headers().location!;
    expect((await api.post(at, { form: { page: 'one', 'q.how': '4', 'q.main_reason': 'other', 'q.main_reason.other': other, go: 'next' } })).ok()).toBe(true);
  };
  for (const other of ['Parking', 'No parking', 'The parking was full', 'Parking']) await say(other);
  await page.reload();
  await expect(page.getByText('Of the newest 4 answers.')).toBeVisible();
  await expect(page.getByText('Nothing is proposed')).toBeVisible();
  await say('Parked too far away');
  await page.reload();
  await expect(page.getByText('5 people.')).toBeVisible();
  await expect(page.getByText('The parking was full')).toBeVisible();
  await page.getByRole('button', { name: 'Accept “Parking”' }).focus();
  await page.keyboard.press('Enter');
  const form = page.getByRole('form', { name: 'Accept “Parking”' });
  await field(form, 'English').fill('Finding a place to park');
  await field(form, 'French').fill('Trouver où se garer');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 3, name: 'Finding a place to park' })).toBeVisible();
  await expect(page.getByText('Nothing is proposed')).toBeVisible();
  await page.getByRole('button', { name: 'Let “How long it took” rest' }).click();
  await expect(page.getByText('Rests since')).toBeVisible();

  // The draft has it; publishing tells the difference and the break.
  await page.goto(`/measures/surveys/${survey.id}?tab=publish`);
  await expect(page.getByText('the reasons to choose from')).toBeVisible();
  await expectAccessible(page);
  const published = await (await api.post(`/api/surveys/${survey.id}/versions`, { data: {} })).json();
  expect(published.version.breaks.map((b: { what: string[] }) => b.what)).toEqual([['options']]);

  // Taken back: proposed again, and the reason rests.
  await page.goto('/measures/reasons');
  await page.getByRole('button', { name: /^Main reason/ }).click();
  await page.getByRole('button', { name: 'Take back what was decided' }).click();
  await expect(page.getByRole('button', { name: 'Accept “Parking”' })).toBeVisible();
  await page.getByText('All changes').click();
  await expect(page.getByText('“park” became: Finding a place to park')).toBeVisible();
  await expectAccessible(page);

  await api.patch('/api/session', { data: { language: 'fr' } });
  for (const theme of ['light', 'dark'] as const) {
    await withTheme(page, theme);
    await page.setViewportSize({ width: 320, height: 700 });
    await page.reload();
    await expect(page.getByRole('heading', { level: 2, name: 'Ce que les gens citent en plus' })).toBeVisible();
    await settled(page);
    await expectNoSidewaysScroll(page);
    await expectReadable(page);
    await expectAccessible(page);
  }
  expect(errors).toEqual([]);
});

test('shares of reasons stand beside the score, own words among them once somebody says so', async ({ signedIn: page, api }) => {
  const errors = watchErrors(page);
  await api.patch('/api/session', { data: { language: 'en' } });
  const { id: program } = await (await api.post('/api/programs', { data: { name: 'Named' } })).json();
  const { id: measure } = await (await api.post('/api/measures', { data: { program_id: program, name: 'Would recommend', intent: 'advocacy', metric: 'nps', scale: { min: 0, max: 10, direction: 'up' } } })).json();
  const list = await (await api.post('/api/reason-lists', { data: { program_id: program } })).json();
  await page.goto(`/understand/reasons/${list.id}`);
  await expect(page.getByText('Shares appear with the first answers')).toBeVisible();
  await expectAccessible(page);
  const asked = structuredClone(document_);
  Object.assign(asked.pages[0]!.questions[0]!, { measure_id: measure });
  const survey = await (await api.post('/api/surveys', { data: { program_id: program, name: 'Named', document: asked } })).json();
  expect((await api.post(`/api/reason-lists/${list.id}/surveys`, { data: { survey_id: survey.id } })).ok()).toBe(true);
  expect((await api.post(`/api/surveys/${survey.id}/versions`, { data: { reasons: { [measure]: 'It is asked since 2019.' } } })).status()).toBe(201);
  const [first, second] = list.reasons as { code: string; text: { en: string } }[];
  for (let i = 0; i < 24; i++) {
    const happy = i % 2 === 0;
    const at = (await api.post(`/s/${survey.slug}?lang=en`, { maxRedirects: 0 })).headers().location!;
    const reason = happy ? { 'q.main_reason': i % 8 === 0 ? second!.code : first!.code } : { 'q.main_reason': 'other', 'q.main_reason.other': i % 4 === 1 ? 'Parking was full' : 'No parking' };
    expect((await api.post(at, { form: { page: 'one', 'q.how': happy ? '10' : '2', ...reason, go: 'next' } })).ok()).toBe(true);
  }
  const found = await (await api.get(`/api/reason-lists/${list.id}/proposals`)).json();
  expect((await api.post(`/api/reason-lists/${list.id}/decisions`, { data: { stems: found.proposals[0].stems, verdict: 'accepted', text: w('Parking', 'Stationnement') } })).ok()).toBe(true);

  await page.goto(`/measures/reasons/${list.id}`);
  await page.getByRole('button', { name: 'How often each is named' }).or(page.getByRole('link', { name: 'How often each is named' })).click();
  await expect(page.getByRole('heading', { level: 1, name: /how often each is named/ })).toBeVisible();
  const all = page.getByRole('region', { name: 'Main reason · All together' });
  await expect(all.getByRole('row', { name: /^Parking 50\s?%/ })).toContainText('12');
  await expect(page.getByText('Read so: own words')).toBeVisible();
  const beside = page.getByRole('region', { name: 'Main reason · Would recommend' });
  await expect(beside.getByRole('row', { name: /^Parking/ })).toContainText('stands out');
  await expect(beside.getByRole('columnheader', { name: /Detractors \(n\s12\)/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('combobox', { name: 'By' }).selectOption('month');
  await expect(page.getByRole('heading', { level: 2, name: 'Parking by month' })).toBeVisible();
  await page.getByRole('combobox', { name: 'By' }).selectOption('all');
  await expect(page.getByRole('heading', { level: 2 })).toHaveCount(1);

  await page.goto(`/understand/reasons/${list.id}`);
  await api.patch('/api/session', { data: { language: 'fr' } });
  for (const theme of ['light', 'dark'] as const) {
    await withTheme(page, theme);
    await page.setViewportSize({ width: 320, height: 700 });
    await page.reload();
    await expect(page.getByRole('heading', { level: 2, name: 'Raisons selon Would recommend' })).toBeVisible();
    await settled(page);
    await expectNoSidewaysScroll(page);
    await expectReadable(page);
    await expectAccessible(page);
  }
  expect(errors).toEqual([]);
});

test('a list is renamed and worded in one more language, and the builder asks it', async ({ signedIn: page, api }) => {
  const errors = watchErrors(page);
  await api.patch('/api/session', { data: { language: 'en' } });
  const { id: program } = await (await api.post('/api/programs', { data: { name: 'Harbour' } })).json();
  const list = await (await api.post('/api/reason-lists', { data: { program_id: program, language: 'en' } })).json();
  const pages = [{ code: 'one', questions: [
    ...document_.pages[0]!.questions,
    { code: 'why', kind: 'choice', text: w('Why?', 'Pourquoi ?'), options: [{ code: 'a', text: w('A', 'A') }, { code: 'b', text: w('B', 'B') }] },
    { code: 'more', kind: 'long_text', text: w('More?', 'Plus ?') },
  ] }];
  const survey = await (await api.post('/api/surveys', { data: { program_id: program, name: 'Harbour', document: { ...document_, pages } } })).json();

  await page.goto(`/measures/reasons/${list.id}`);
  await page.getByRole('button', { name: 'Change the words' }).focus();
  await page.keyboard.press('Enter');
  const form = page.getByRole('form', { name: 'Change the words' });
  await field(form, 'Name of the list').fill('Why they come back');
  await form.getByRole('group', { name: 'English' }).getByLabel('Question').fill('What brought you back?');
  await form.getByRole('combobox', { name: 'Language to add' }).selectOption('de');
  await form.getByRole('button', { name: 'Add the language' }).click();
  await form.getByRole('group', { name: 'German' }).getByLabel('Question').fill('Warum sind Sie wieder da?');
  await expectAccessible(page);
  await form.getByRole('group', { name: 'English' }).getByLabel('None of the reasons').fill(' ');
  await form.getByRole('group', { name: 'French' }).getByLabel('None of the reasons').fill('');
  await expect(form.getByRole('button', { name: 'Keep these words' })).toBeDisabled();
  await form.getByRole('group', { name: 'English' }).getByLabel('None of the reasons').fill('Another reason');
  await page.keyboard.press('Tab');
  await form.getByRole('button', { name: 'Keep these words' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Why they come back' })).toBeVisible();
  await expect(page.getByText('Warum sind Sie wieder da?')).toBeVisible();
  await page.getByText('All changes').click();
  await expect(page.getByText('Renamed; it was: Main reason')).toBeVisible();
  await expect(page.getByText('Asked in other words; they were: What is the main reason for your answer?')).toBeVisible();
  await settled(page);

  // The builder: the choice first, then the free text after it.
  await page.goto(`/measures/surveys/${survey.id}`);
  await page.getByRole('button', { name: /^Why\?/ }).first().click();
  await page.getByRole('combobox', { name: 'List of main reasons' }).selectOption({ label: 'Why they come back' });
  await expect(page.getByRole('textbox', { name: 'Option 8 · English' })).toHaveValue('Another reason');
  await expect(page.getByRole('link', { name: 'To the list “Why they come back”' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: /^More\?/ }).first().click();
  await page.getByRole('combobox', { name: 'Says more about' }).selectOption({ label: 'Why they come back' });
  await expect.poll(async () => {
    const kept = await (await api.get(`/api/surveys/${survey.id}/draft`)).json();
    return kept.pages[0].questions.map((q: { reason_list_id?: string }) => q.reason_list_id ?? '');
  }).toEqual(['', list.id, list.id]);
  const kept = await (await api.get(`/api/surveys/${survey.id}/draft`)).json();
  expect(kept.pages[0].questions[1].text.en).toBe('What brought you back?');
  expect(kept.pages[0].questions[1].options.map((o: { code: string }) => o.code)).toEqual(['quality', 'price', 'people', 'time', 'ease', 'told', 'problem', 'other']);
  // It is asked: the draft follows the list.
  await api.post(`/api/reason-lists/${list.id}/reasons`, { data: { text: w('The view', 'La vue') } });
  const followed = await (await api.get(`/api/surveys/${survey.id}/draft`)).json();
  expect(followed.pages[0].questions[1].options.map((o: { code: string }) => o.code)).toContain('r8');

  await api.patch('/api/session', { data: { language: 'fr' } });
  for (const theme of ['light', 'dark'] as const) {
    await withTheme(page, theme);
    await page.setViewportSize({ width: 320, height: 700 });
    await page.goto(`/measures/reasons/${list.id}`);
    await page.getByRole('button', { name: 'Modifier les mots' }).click();
    await settled(page);
    await expectNoSidewaysScroll(page);
    await expectReadable(page);
    await expectAccessible(page);
  }
  expect(errors).toEqual([]);
});
