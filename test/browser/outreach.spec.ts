import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, expectReadable, field, settled, watchErrors, withTheme } from './fixtures.ts';
import { crossing } from './crossing.ts';
import { call, type Made } from './study.ts';

test.use({ house: 'outreach' });

const row = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

test('a wave goes from the survey over the dry run and the file of links to the answer', async ({ signedIn: page, api, browser }) => {
  const errors = watchErrors(page);
  const { survey, keys } = await crossing(api, 'Autumn crossing');
  await page.goto(`/measures/surveys/${survey}?tab=share`);
  await page.getByRole('link', { name: 'Ask people' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Whom will you ask?' })).toBeVisible();
  await expectAccessible(page);

  // Nothing is sent that would ask everybody by mistake; what is refused stands at its field.
  await page.getByRole('radio', { name: 'A list' }).check();
  await page.getByRole('button', { name: 'Make it' }).click();
  await expect(page.getByText('Give the keys of those to ask, one a line.')).toBeVisible();
  await page.getByLabel('Keys of customers').fill([...keys, 'nobody'].join('\n'));
  await expect(page.getByText('13 keys')).toBeVisible();
  await page.getByRole('switch', { name: /rules of contact do not hold/ }).check();
  await page.getByRole('button', { name: 'Make it' }).click();
  await expect(page.getByText('Say why the rules of contact do not hold for this wave.')).toBeVisible();
  await page.getByRole('switch', { name: /rules of contact do not hold/ }).uncheck();
  await page.getByLabel('Of an account').fill('2');
  await field(page, 'Name').fill('November, by post');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Make it' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'November, by post' })).toBeVisible();
  await expect(page.getByText('Not planned yet')).toBeVisible();
  await expectAccessible(page);

  // The dry run: who, and why not the others, each with one reason.
  await page.getByRole('button', { name: 'Plan: a dry run' }).click();
  await expect(row(page, /^Asked.*11$/)).toBeVisible();
  await expect(page.getByText('1 of the 13 keys on the list is nobody’s here.')).toBeVisible();
  await row(page, /^Enough of the account.*1$/).click();
  const considered = page.getByRole('table').filter({ hasText: 'Enough of the account' });
  await expect(considered.getByRole('row')).toHaveCount(2);
  await expect(considered.getByRole('link', { name: /^Person \d of Autumn crossing$/ })).toBeVisible();
  await expectAccessible(page);

  // It is changed, which makes it a draft again; a colleague who changes it too is not written over.
  await page.getByRole('button', { name: 'Change' }).click();
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  await call(api, 'PATCH', `/api/waves/${id}`, { name: 'November' });
  await page.getByRole('radio', { name: 'A number' }).check();
  await field(page, 'How many people').fill('4');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert')).toContainText('Somebody changed this in the meantime');
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'November', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Change' }).click();
  await page.getByRole('radio', { name: 'A number' }).check();
  await field(page, 'How many people').fill('4');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('definition').filter({ hasText: '4 people' })).toBeVisible();
  await page.getByRole('button', { name: 'Plan: a dry run' }).click();
  await expect(row(page, /^Not drawn.*7$/)).toBeVisible();

  // It begins after a question that says how many; the links come as a file.
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  const question = page.getByRole('dialog', { name: 'Ask 4 people?' });
  await expectAccessible(page);
  await question.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByText('Everybody is invited')).toBeVisible();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Take the links (CSV)' }).click()]);
  const lines = readFileSync(await file.path(), 'utf8').trim().split(/\r?\n/);
  expect(lines).toHaveLength(5);

  // One of them answers, and the wave knows.
  const guest = await (await browser.newContext()).newPage();
  await guest.goto(lines[1]?.split(',').at(-1) ?? '');
  await guest.getByRole('button', { name: 'Begin' }).click();
  await guest.getByRole('radio', { name: '9', exact: true }).check();
  await guest.getByRole('button', { name: 'Send' }).click();
  await expect(guest.getByRole('heading', { name: 'Thank you' })).toBeVisible();
  await guest.context().close();
  await page.reload();
  await expect(page.getByText('1 of 4, 25 %')).toBeVisible();
  await row(page, /^Answered.*1$/).click();
  await expect(page.getByRole('region', { name: 'Invitations' }).getByRole('row')).toHaveCount(2);
  await expectAccessible(page);

  // Paused, taken up again, finished after a question; then its links are over.
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('Nothing goes out.')).toBeVisible();
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByText('Everybody is invited')).toBeVisible();
  await page.getByRole('button', { name: 'Finish' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Finish' }).click();
  await expect(page.getByText('It is over')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Take the links (CSV)' })).toHaveCount(0);

  // The list of waves tells how far it came, and is walked by keyboard.
  await page.getByRole('link', { name: 'All waves' }).click();
  await expect(page.getByRole('cell', { name: '1 answered of 4 asked' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: /^November/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'November' })).toBeVisible();

  // The fieldwork of its survey has its response rate.
  await page.getByRole('link', { name: 'Fieldwork: how the survey goes' }).click();
  const rate = page.getByRole('region', { name: 'Who answered, by wave: table' }).getByRole('row').nth(1);
  await expect(rate).toContainText('November');
  await expect(rate).toContainText('25 %');
  await expect(rate).toContainText('n = 4');
  const parts = page.getByRole('region', { name: 'Who answered, by channel and segment' });
  await expect(parts.getByRole('row', { name: /^Links in a file 25 % .* n = 4 4 0 0 0 1$/ })).toBeVisible();
  await call(api, 'POST', '/api/segments', { name: 'All along', shared: true, rule: { is: { field: 'customer.since', from: '2000-01-01' } } });
  await page.reload();
  await parts.getByLabel('A segment beside the others').first().click();
  await page.getByRole('option', { name: 'All along' }).click();
  await expect(parts.getByText('fewer than 5: neither is told.')).toBeVisible(); // four were asked
  await expectAccessible(page);
  expect(errors).toEqual([]);
});

test('the form of a wave says what its sample comes to, by a trait, with the share that answers', async ({ signedIn: page, api }) => {
  const { survey, keys } = await crossing(api, 'Split crossing');
  const { id: trait } = await call<Made>(api, 'POST', '/api/traits/people', { of: 'customer', name: 'cabin', label: 'Cabin', kind: 'text' });
  for (const [at, key] of keys.entries()) {
    const { items } = await call<{ items: Made[] }>(api, 'GET', `/api/customers?q=${key}`);
    if (at > 0) await call(api, 'PUT', `/api/customers/${items[0]!.id}/traits`, { traits: [{ trait, value: at < 4 ? 'Deck' : 'Lounge', since: 'always' }] });
  }
  await page.goto(`/outreach/waves/new?survey=${survey}`);
  const estimate = page.getByRole('group', { name: 'What the sample comes to' });
  await page.getByRole('radio', { name: 'A list' }).check();
  await expect(estimate).toHaveCount(0); // nothing to tell yet
  await page.getByLabel('Keys of customers').fill(keys.join('\n'));
  await expect(estimate.getByRole('row', { name: /^Together ± 0 points 12 12 12$/ })).toBeVisible();
  await expect(estimate.getByText('If everybody answers: no earlier wave tells how many do.')).toBeVisible();
  // What cannot be told says so, and is asked again.
  await page.route('**/api/waves/estimates', (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify({ code: 'internal', detail: 'x', status: 500 }) }));
  await page.getByRole('radio', { name: 'As many as a precision takes' }).check();
  await field(page, 'Interval (95 %), points').fill('20');
  await expect(estimate.getByText('What the sample comes to cannot be told now.')).toBeVisible();
  await expectAccessible(page);
  await page.unroute('**/api/waves/estimates');
  await estimate.getByRole('button', { name: 'Try again' }).click();
  await expect(estimate.getByRole('row', { name: /^Together / })).toBeVisible();
  await field(page, 'Share that answers').fill('50');
  await page.getByLabel('In each').selectOption({ label: 'Trait' });
  await expect(estimate).toHaveCount(0);
  await page.getByRole('button', { name: 'Make it' }).click();
  await expect(page.getByText('Choose the trait by which the sample is split.')).toBeVisible();
  await page.getByLabel(/^Trait/).selectOption({ label: 'Cabin' });
  // Eight in the lounge: 24.01 / (1 + 23.01 / 8) = 6.2, so 7 answers, but 8 people of whom half answer.
  await expect(estimate.getByRole('row', { name: /^Lounge ± 37 points 8 8 4$/ })).toBeVisible();
  await expect(estimate.getByRole('row', { name: /^Deck .* 3 3 2$/ })).toBeVisible();
  await expect(estimate.getByRole('row', { name: /^Not known .* 1 1 1$/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByRole('button', { name: 'Plan: a dry run' }).click();
  const card = page.getByRole('region', { name: 'What the sample comes to', exact: true });
  await expect(card.getByRole('row', { name: /^Lounge ± 37 points 8 8 4$/ })).toBeVisible();
  await expect(page.getByText('in each value of cabin')).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 700 });
  await page.reload();
  await settled(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole('button', { name: 'Change' }).click();
  await expect(estimate.getByRole('row')).not.toHaveCount(0);
  await expectNoSidewaysScroll(page);
});

test('the rules of contact say what they mean, and keep people in peace', async ({ signedIn: page, api }) => {
  await page.goto('/outreach/rules');
  await expect(page.getByText('Whoever was asked or reminded is left in peace for 7 days.')).toBeVisible();
  await field(page, 'Rest after being asked, days').fill('0');
  await expect(page.getByText('Nobody rests after being asked.')).toBeVisible();
  await field(page, 'Asked at most, times').fill('0');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('give both, or 0 for both')).toBeVisible();
  await expectAccessible(page);
  await field(page, 'In, days').fill('0');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The rules hold from now on.')).toBeVisible();
  const now = await call<{ rest_days: number; most: number; version: number }>(api, 'GET', '/api/contact-rules');
  expect(now).toMatchObject({ rest_days: 0, most: 0, most_days: 0 });

  // Somebody else was faster: nothing is written over.
  await call(api, 'PUT', '/api/contact-rules', { rest_days: 9, measure_days: 90, most: 12, most_days: 365, need_consent: false });
  await field(page, 'Rest after being asked, days').fill('3');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Take what stands now' }).click();
  await expect(field(page, 'Rest after being asked, days')).toHaveValue('9');
});

test('outreach fits a narrow phone, in French and in the dark', async ({ signedIn: page, api }) => {
  await api.patch('/api/session', { data: { language: 'fr' } });
  const { program, survey, keys } = await crossing(api, 'Traversées d’hiver');
  const wave = await call<Made>(api, 'POST', '/api/waves', { survey_id: survey, name: 'Décembre', settings: { by: 'links', people: {}, sample: {}, reminders: [] }, keys });
  await call(api, 'POST', `/api/waves/${wave.id}/steps`, { step: 'plan' });
  await page.setViewportSize({ width: 320, height: 700 });
  await withTheme(page, 'dark');
  for (const path of [`/outreach?program=${program}`, `/outreach/waves/new?survey=${survey}`, `/outreach/waves/${wave.id}`, '/outreach/rules']) {
    await page.goto(path);
    await settled(page);
    await expect(page.getByRole('navigation', { name: 'Rubriques principales' }).getByRole('button')).toHaveAttribute('aria-current', 'true'); // no tab is this room's
    await expectReadable(page);
    await expectNoSidewaysScroll(page);
  }
  await page.goto(`/outreach/waves/new?survey=${survey}`);
  for (const name of ['Un segment', 'Autant qu’il en faut', 'Un courriel à chacun']) await page.getByRole('radio', { name }).check();
  await page.getByRole('button', { name: 'Ajouter une relance' }).click();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await api.patch('/api/session', { data: { language: 'en' } });
});

test('somebody is left in peace by a colleague’s word, and a wave passes them over', async ({ signedIn: page, api }) => {
  const { survey, keys } = await crossing(api, 'Quiet water');
  const { items } = await call<{ items: { id: string }[] }>(api, 'GET', `/api/customers?q=${keys[0]}`);
  await page.goto(`/people/customers/${items[0]!.id}`);
  const card = page.getByRole('region', { name: 'May they be asked?' });
  await card.getByRole('button', { name: 'Leave in peace' }).click();
  await card.getByRole('button', { name: 'Leave in peace' }).click();
  await expect(card.getByText('Say why, for colleagues who look.')).toBeVisible();
  await field(card, 'Why').fill('In the midst of a complaint.');
  await expectAccessible(page);
  await card.getByRole('button', { name: 'Leave in peace' }).click();
  await expect(card.getByText('In the midst of a complaint.')).toBeVisible();
  await card.getByRole('button', { name: 'May be asked again' }).click();
  await expect(card.getByText('In the midst of a complaint.')).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(card.getByText('In the midst of a complaint.')).toBeVisible();
  await expectAccessible(page);

  const wave = await call<Made>(api, 'POST', '/api/waves', { survey_id: survey, name: 'Quiet', settings: { by: 'links', people: {}, sample: {}, reminders: [] }, keys: keys.slice(0, 2) });
  await page.goto(`/outreach/waves/${wave.id}`);
  await page.getByRole('button', { name: 'Plan: a dry run' }).click();
  await expect(row(page, /^Resting.*1$/)).toBeVisible();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Start' }).click();
  await expect(page.getByText('Everybody is invited')).toBeVisible();

  // The one who was asked has it on their timeline, which leads to the wave.
  await page.getByRole('region', { name: 'How far it is' }).getByRole('link', { name: /^Person 1/ }).click();
  await expect(card.getByText(/^from .* on, by the rules of contact$/)).toBeVisible();
  await page.getByRole('link', { name: 'Invited to “Quiet water” (Quiet)' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Quiet' })).toBeVisible();
});

test('a trigger asks after an event, once switched on, and says why not the others', async ({ signedIn: page, api }) => {
  const { program, keys } = await crossing(api, 'After arrival');
  for (const key of [keys[2], keys[3]]) await call(api, 'POST', '/api/events', { id: crypto.randomUUID(), at: new Date().toISOString(), name: 'ferry.arrived', customer_key: key });
  await page.goto(`/outreach/triggers?program=${program}`);
  await expect(page.getByText('Nothing is asked by itself yet')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'New trigger' }).first().click();
  await page.getByRole('button', { name: 'Make it' }).click();
  await expect(page.getByText('Give the trigger a name.')).toBeVisible();
  await field(page, 'Name').fill('On the quay');
  await page.getByRole('button', { name: 'Make it' }).click();
  await expect(page.getByText('Say after which event it asks, or after which trigger.')).toBeVisible();
  await page.getByRole('combobox', { name: /^Event/ }).fill('ferry.arived');
  await expect(page.getByText('No event by this name in 90 days.')).toBeVisible();
  await page.getByRole('combobox', { name: /^Event/ }).fill('ferry');
  await page.getByRole('option', { name: /^ferry\.arrived\s*2 times in 90 days$/ }).click();
  await expect(page.getByText(/^It happened 2 times in 90 days, last on /)).toBeVisible();
  await field(page, 'Wait').fill('0');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Make it' }).click();
  await expect(page.getByText('It is off: nobody is asked.')).toBeVisible();
  await expect(page.getByText('Nothing has happened yet')).toBeVisible();
  await page.getByRole('button', { name: 'Switch on' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Switch on' }).click();
  await expect(page.getByText('It listens since')).toBeVisible();
  await expectAccessible(page);

  // One of them does not want to be asked; the server hears of both as they happen.
  const { items } = await call<{ items: { id: string }[] }>(api, 'GET', `/api/customers?q=${keys[1]}`);
  await call(api, 'POST', `/api/customers/${items[0]!.id}/consents`, { purpose: 'surveys', state: 'withdrawn' });
  for (const key of [keys[0], keys[1]]) await call(api, 'POST', '/api/events', { id: crypto.randomUUID(), at: new Date().toISOString(), name: 'ferry.arrived', customer_key: key });
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const reasons = async () => (await call<{ reasons: { reason: string; count: number }[] }>(api, 'GET', `/api/triggers/${id}/counts`)).reasons.map((r) => `${r.reason} ${r.count}`);
  await expect.poll(reasons).toEqual(['invited 1', 'opted_out 1']);
  await page.reload();
  await row(page, /^Opted out.*1$/).click();
  await expect(page.getByRole('region', { name: 'People considered' }).getByRole('row')).toHaveCount(2);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'One a month; see those of the survey' }).click();
  await page.getByRole('button', { name: /^On the quay/ }).click();
  await page.getByRole('link', { name: 'Open the trigger' }).click();
  await page.getByRole('button', { name: 'Switch off' }).click();
  await expect(page.getByText('It is off: nobody is asked.')).toBeVisible();
  await page.setViewportSize({ width: 320, height: 700 });
  await settled(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole('button', { name: 'Change' }).click();
  await expectNoSidewaysScroll(page);
});
