import { bringIn, firstProgram, test } from './collect.fixtures.ts';
import { expect, expectAccessible, expectNoSidewaysScroll, field, pick, settled, watchErrors } from './fixtures.ts';

test.use({ house: 'purpose' });
// A whole import, figures and a walk over both pages in one test, on machines that do other things too.
test.setTimeout(240_000);

test('from the purpose to an objective, five questions and a file of values', async ({ signedIn: page, api }) => {
  const errors = watchErrors(page);
  await bringIn(page);
  const program = await firstProgram(api);
  await api.post('/api/units', { data: { name: 'Quay' } });
  await page.goto(`/purpose?program=${program.id}`);

  // Returns alone start nothing; an outcome and a reason do.
  await page.getByRole('checkbox', { name: 'Referrals' }).check();
  await expect(page.getByRole('checkbox', { name: 'Referrals' })).toBeChecked();
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('alert')).toContainText('What you name is what the company gets back');
  await page.getByRole('checkbox', { name: 'Advocacy' }).check();
  await expect(page.getByRole('checkbox', { name: 'Advocacy' })).toBeChecked();
  await page.getByRole('button', { name: /^Why it is done:/ }).click();
  await field(page, 'Why it is done').fill('Crossings are late and nobody says so.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('button', { name: 'Why it is done: Crossings are late and nobody says so.. Change' })).toBeVisible();
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByText(/^Under way since/)).toBeVisible();

  // An objective, its baseline seen first; removed and put back.
  await page.getByRole('button', { name: 'Set an objective', exact: true }).first().click();
  const form = page.getByRole('dialog');
  await field(form, 'What is to be reached').fill('More speak for us');
  await field(form, 'Baseline: first day').fill('2020-01-01');
  await expect(form.getByText(/In these days it stood at/)).toBeVisible();
  await field(form, 'Target').fill('100');
  await expectAccessible(page);
  await form.getByRole('button', { name: 'Set an objective' }).click();
  const heading = page.getByRole('heading', { name: 'More speak for us' });
  await expect(heading).toBeVisible();
  await page.getByRole('button', { name: 'Remove More speak for us' }).click();
  await expect(heading).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(heading).toBeVisible();

  // A file of values: wrong cells are named and nothing is taken; mended, it is.
  await page.getByRole('button', { name: 'Define an indicator' }).click();
  await field(page.getByRole('dialog'), 'Name').fill('Who left');
  await page.getByRole('dialog').getByRole('button', { name: 'Define an indicator' }).click();
  await page.getByRole('button', { name: 'Take values in' }).click();
  const drop = page.getByRole('dialog').locator('input[type=file]');
  const file = (text: string) => ({ name: 'values.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await drop.setInputFiles(file('period,unit,Who left\n2026-09,Quay,3\n2026-10,Oslo,4\n'));
  await expect(page.getByRole('alert')).toContainText('There is no such unit.');
  await expect(page.getByRole('button', { name: 'Take in', exact: true })).toBeDisabled();
  await drop.setInputFiles(file('period,unit,Who left\n2026-09,Quay,3\n2026-10,Quay,4\n2026-10,,20\n'));
  await expect(page.getByRole('region', { name: 'What would be taken in' })).toContainText('September 2026 to October 2026');
  await page.getByRole('button', { name: 'Take in', exact: true }).click();
  await page.getByRole('button', { name: 'Show its course' }).click();
  await pick(page, 'Unit', 'Quay');
  await expect(page.getByRole('img', { name: 'Who left, Quay: 3 in September 2026, 4 in October 2026' })).toBeVisible();
  await settled(page);
  await expectAccessible(page);

  // Five questions, answered by findings and figures.
  const claim = { program_id: program.id, claim: 'We come because nobody else sails', kind: 'do' };
  expect((await api.post('/api/findings', { data: claim })).ok()).toBe(true);
  await page.getByRole('link', { name: 'Why are they still with us?' }).click();
  const why = page.getByRole('region', { name: 'Why are they still with us?' });
  await why.getByRole('button', { name: /^We do not know/ }).click();
  await expect(why.getByText('We do not know')).toBeVisible();
  await why.getByRole('button', { name: /^Write the answer/ }).click();
  await field(why, 'The answer, in your own words').fill('There is no other ferry.');
  await pick(why, 'What to look at beside it', 'We come because nobody else sails');
  await page.keyboard.press('Escape');
  await why.getByRole('button', { name: 'Save' }).click();
  await expect(why.getByText('There is no other ferry.')).toBeVisible();
  await expect(why.getByRole('link', { name: 'We come because nobody else sails' })).toBeVisible();
  await expect(why.getByText('Proposed · do · 0 for, 0 against')).toBeVisible();
  await expect(page.getByText('4 of five questions are without an answer.')).toBeVisible();

  for (const path of ['/purpose', '/purpose/questions']) {
    await api.patch('/api/session', { data: { language: 'fr' } });
    await page.setViewportSize({ width: 320, height: 800 });
    await page.goto(`${path}?program=${program.id}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await settled(page);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  }
  expect(errors).toEqual([]);
});
