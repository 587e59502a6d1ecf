import { test } from './collect.fixtures.ts';
import { crossing } from './crossing.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, expectReadable, field, settled, watchErrors, withTheme } from './fixtures.ts';
import { openMailbox } from './mailbox.ts';
import { call } from './study.ts';

test.use({ house: 'letters' });
test.setTimeout(120_000);

test('a letter is written, looked at, mailed by a wave, answered from its scale, and ended by who has enough', async ({ signedIn: page, api, server, browser }) => {
  const errors = watchErrors(page);
  const mailbox = await openMailbox();
  const { survey, keys } = await crossing(api, 'Mailed crossing');
  const { has_logo: _, version: __, ...organisation } = await (await api.get('/api/organisation')).json();
  await call(api, 'PUT', '/api/organisation', { ...organisation, public_url: server.url });
  await call(api, 'PUT', '/api/mail', { active: true, host: '127.0.0.1', port: mailbox.port, encryption: 'none', from_address: 'cx@example.org', from_name: 'Halden Ferries' });

  // A letter begins with words of its own; what it cannot know is refused at its field.
  await page.goto('/outreach/letters');
  await expect(page.getByText('No letter yet')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'New letter' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Invitation' })).toBeVisible();
  await field(page, 'Subject').fill('How was it, {{contact.shoe}}?');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(/A letter knows no such word/).first()).toBeVisible();
  await field(page, 'Subject').fill('How was it, {{contact.name|dear guest}}?');
  await expect(page.getByText('How was it, dear guest?')).toBeVisible();
  await expect(page.frameLocator('iframe').getByText('Begin', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await page.getByLabel('To whom (name or key)').fill('Person 3');
  await page.getByLabel('Found').selectOption({ label: 'Person 3 of Mailed crossing' });
  await expect(page.getByText('How was it, Person 3 of Mailed crossing?')).toBeVisible();
  await page.getByRole('radiogroup', { name: 'Look' }).getByText('Text').click(); // axe cannot look into the frame, where nothing may run
  await expect(page.getByText('Hello Person 3 of Mailed crossing,')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('radiogroup', { name: 'Look' }).getByText('Desktop').click();
  await page.getByLabel('Language', { exact: true }).selectOption({ label: 'French' });
  await expect(page.frameLocator('iframe').getByText('Commencer', { exact: true })).toBeVisible();
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('radiogroup', { name: 'Look' }).getByText('Text').click();
  await withTheme(page, 'dark');
  await expectReadable(page);
  await withTheme(page, 'light');
  await page.getByRole('button', { name: 'Mail it to me' }).click();
  await expect(page.getByText(/^Sent to /)).toBeVisible();
  expect((await mailbox.next()).text).toContain('Commencer');

  // A wave mails it.
  await page.goto(`/outreach/waves/new?survey=${survey}`);
  await field(page, 'Name').fill('By mail');
  await page.getByRole('radio', { name: 'A list' }).check();
  await page.getByLabel('Keys of customers').fill(keys.slice(0, 2).join('\n'));
  await page.getByRole('radio', { name: 'A mail each' }).check();
  await page.getByLabel('Letter', { exact: true }).selectOption({ label: 'Invitation' });
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByRole('button', { name: 'Plan: a dry run' }).click();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Start' }).click();
  const mails = [await mailbox.next(), await mailbox.next()];
  await expect(page.getByRole('list', { name: 'States of the mails' }).getByRole('button', { name: /^Sent.*2$/ })).toBeVisible({ timeout: 20_000 });
  await expectAccessible(page);

  // A click on a point opens the survey with it chosen; sending it counts.
  const link = /(http:\S+\/s\/\S+\/i\/\S+)\?score=9/.exec(mails[0]!.text)?.[1] ?? '';
  const guest = await (await browser.newContext()).newPage();
  await guest.goto(`${link}?score=9`);
  await expect(guest.getByText('Your choice in the mail')).toBeVisible();
  await expectAccessible(guest);
  await guest.getByRole('button', { name: 'Begin' }).click();
  await expect(guest.getByRole('radio', { name: '9', exact: true })).toBeChecked();
  await guest.getByRole('button', { name: 'Send' }).click();
  await expect(guest.getByRole('heading', { name: 'Thank you' })).toBeVisible();

  // The other wants no more, in French, in the dark, on a small phone, and takes it back.
  const stop = /(http:\S+\/u\/[\w-]+)/.exec(mails[1]!.text)?.[1] ?? '';
  await guest.setViewportSize({ width: 320, height: 640 });
  await guest.goto(`${stop}?lang=fr`);
  await expectAccessible(guest);
  await expectNoSidewaysScroll(guest);
  await guest.getByRole('button', { name: 'Ne plus recevoir ces courriels' }).click();
  await expect(guest.getByRole('heading', { name: 'Vous ne recevrez plus ces courriels.' })).toBeVisible();
  await guest.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(guest);
  await page.reload();
  await expect(page.getByRole('button', { name: /^Unsubscribed.*1$/ })).toBeVisible();
  await guest.getByRole('button', { name: /C’était une erreur/ }).click();
  await expect(guest.getByText('On peut de nouveau vous demander.')).toBeVisible();
  await guest.goto(`${stop.slice(0, -2)}AA`);
  await expect(guest.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
  await guest.context().close();
  await mailbox.close();
  expect(errors.filter((e) => !e.includes('422'))).toEqual([]);
});

test('mails come at an hour where each reader is, and the plan says when', async ({ signedIn: page, api, server }) => {
  const { survey, keys, program } = await crossing(api, 'Far crossing');
  const { has_logo: _, version: __, ...organisation } = await (await api.get('/api/organisation')).json();
  await call(api, 'PUT', '/api/organisation', { ...organisation, public_url: server.url });
  await call(api, 'POST', '/api/letters', { program_id: program, name: 'Far away', document: { languages: ['en'], subject: { en: 'How was it?' }, text: { en: 'Tell us.' }, button: { en: 'Begin' } } });
  const { id: trait } = await call<{ id: string }>(api, 'POST', '/api/traits/people', { of: 'customer', name: 'time_zone', label: 'Time zone', kind: 'text' });
  for (const [at, zone] of ['Asia/Tokyo', 'Asia/Tokyo', 'America/New_York'].entries()) {
    const { items } = await call<{ items: { id: string }[] }>(api, 'GET', `/api/customers?q=${keys[at]}`);
    await call(api, 'PUT', `/api/customers/${items[0]!.id}/traits`, { traits: [{ trait, value: zone, since: 'always' }] });
  }
  await page.goto(`/outreach/waves/new?survey=${survey}`);
  await page.getByRole('radio', { name: 'A list' }).check();
  await page.getByLabel('Keys of customers').fill(keys.slice(0, 4).join('\n'));
  await page.getByRole('radio', { name: 'A mail each' }).check();
  await page.getByLabel('Letter', { exact: true }).selectOption({ label: 'Far away' });
  await page.getByRole('switch', { name: 'At an hour where each of them is' }).check();
  await expect(page.getByLabel('Where their clock is')).toHaveValue('time_zone'); // found by its name
  await field(page, 'Hour').fill('');
  await page.getByRole('button', { name: 'Make it' }).click();
  await expect(page.getByText('Give the hour as 09:30.')).toBeVisible();
  await field(page, 'Hour').fill('09:15');
  await page.getByRole('checkbox', { name: 'Friday' }).uncheck();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Make it' }).click();
  await expect(page.getByText('at 09:15 by their own clock (time_zone), Mon, Tue, Wed and Thu')).toBeVisible();
  await page.getByRole('button', { name: 'Plan: a dry run' }).click();
  const card = page.getByRole('region', { name: 'When the mails would go out' });
  await expect(card.getByRole('row', { name: /^Asia\/Tokyo 2 / })).toBeVisible();
  await expect(card.getByRole('row', { name: /^America\/New York 1 / })).toBeVisible();
  await expect(card.getByRole('row', { name: /no zone is known of them 1 / })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByRole('dialog')).toContainText('The first mail goes out on ');
  await page.getByRole('dialog').getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('region', { name: 'When the mails go out' }).getByRole('row')).toHaveCount(4);
  const wave = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const { zones } = await call<{ zones: { zone: string; first: string }[] }>(api, 'GET', `/api/waves/${wave}/hours`);
  const tokyo = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Tokyo', hour: '2-digit', minute: '2-digit' });
  expect(tokyo.format(new Date(zones.find((z) => z.zone === 'Asia/Tokyo')!.first))).toBe('09:15');
  await page.setViewportSize({ width: 320, height: 700 });
  await settled(page);
  await expectNoSidewaysScroll(page);
  await withTheme(page, 'dark');
  await expectReadable(page);
});
