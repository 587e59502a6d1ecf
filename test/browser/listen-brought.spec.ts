import { expect, test } from './fixtures.ts';
import { call, study, type Made } from './study.ts';

const table = 'Comment,Topic\n"We stood at the gate for an hour",Waiting\n"The crew were kind to us all day",Crew\n"Nobody told us anything about it",Waiting\n';

test('a table of codings is brought into a blind study, which says that it stays hidden', async ({ api, signedIn: page }) => {
  const made = await study(api, 'blind');
  await page.goto(`/listen/studies/${made.study}/coders`);
  await page.locator('input[type=file]').setInputFiles({ name: 'topics.csv', mimeType: 'text/csv', buffer: Buffer.from(table) });
  const dialog = page.getByRole('dialog', { name: 'topics.csv' });
  await expect(dialog.getByText('3 rows have a text; 2 codes are found.')).toBeVisible();
  await expect(dialog.getByText('This study is coded blind.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Take in 3 texts' }).click();
  await expect(page.getByText('3 new documents, 0 that were there, 3 passages')).toBeVisible();
  const quotes = await call<{ items: unknown[] }>(api, 'GET', `/api/studies/${made.study}/quotes`);
  expect(quotes.items).toHaveLength(0);
});

test('a table of codings that an open study takes in is quoted at once', async ({ api, signedIn: page }) => {
  const made = await study(api, 'open');
  await page.goto(`/listen/studies/${made.study}/coders`);
  await page.locator('input[type=file]').setInputFiles({ name: 'topics.csv', mimeType: 'text/csv', buffer: Buffer.from(table) });
  const dialog = page.getByRole('dialog', { name: 'topics.csv' });
  await expect(dialog.getByText('3 rows have a text; 2 codes are found.')).toBeVisible();
  await expect(dialog.getByText('This study is coded blind.')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Take in 3 texts' }).click();
  await expect(page.getByText('3 new documents, 0 that were there, 3 passages')).toBeVisible();
  const quotes = await call<{ items: unknown[] }>(api, 'GET', `/api/studies/${made.study}/quotes`);
  expect(quotes.items).toHaveLength(3);
});

test('people are chosen out of a segment, and the list of interviews fits a small window', async ({ api, signedIn: page }) => {
  const made = await study(api, 'open');
  const mark = `pilot-${Date.now()}`;
  await call(api, 'POST', '/api/customers', { items: ['ada', 'bea'].map((name) => ({ key: `${mark}-${name}`, name: `${name} of a rather long family name`, email: `${name}@${mark}.example.org`, roles: ['uses'] })) });
  await call(api, 'POST', '/api/segments', { name: mark, shared: true, rule: { is: { field: 'customer.role', one_of: ['uses'] } } });
  await page.goto(`/listen/studies/${made.study}/ask`);
  await page.getByText('A segment', { exact: true }).click();
  await page.getByRole('combobox', { name: 'Segment' }).click();
  await page.getByRole('option', { name: mark }).click();
  await page.getByRole('button', { name: 'See who it is' }).click();
  await expect(page.getByRole('checkbox', { name: /ada of a rather/ })).toBeChecked();
  await page.getByRole('checkbox', { name: /bea of a rather/ }).uncheck();
  await page.getByRole('button', { name: 'Add 1 interview' }).click();
  const asked = async () => (await call<{ items: { customer?: { name: string } }[] }>(api, 'GET', `/api/studies/${made.study}/interviews`)).items;
  await expect.poll(async () => (await asked()).map((i) => i.customer?.name).filter(Boolean)).toEqual(['ada of a rather long family name']);
  for (const width of [1200, 1000]) {
    await page.setViewportSize({ width, height: 860 });
    await page.goto(`/listen/studies/${made.study}`);
    const list = page.getByRole('region', { name: 'Interviews' });
    await expect(list.getByRole('row', { name: /ada of a rather/ })).toBeVisible();
    expect(await list.evaluate((box) => box.scrollWidth - box.clientWidth), `sideways at ${width}`).toBe(0);
  }
});

test('a quote is put in a finding, and an expectation written from it', async ({ api, signedIn: page }) => {
  const made = await study(api, 'open');
  const channel = await call<Made>(api, 'POST', '/api/channels', { program_id: made.program, name: 'Gate' });
  await call(api, 'POST', '/api/touchpoints', { program_id: made.program, channel_id: channel.id, name: 'Ask how long', volume: 900 });
  await page.goto(`/listen/documents/${made.documents[0]}`);
  await page.locator('[data-words="3"]').click();
  await page.getByRole('button', { name: 'Put in a finding' }).click();
  const dialog = page.getByRole('dialog', { name: 'Put in a finding' });
  await dialog.getByRole('textbox', { name: 'Or a new finding' }).fill('Nobody says how long it takes');
  await dialog.getByRole('radio', { name: 'against it' }).check();
  await dialog.getByRole('button', { name: 'Put it there' }).click();
  await expect(page.getByText('It stands with what speaks against the finding.')).toBeVisible();
  const { items } = await call<Made>(api, 'GET', `/api/findings?program=${made.program}`);
  const excerpts = await call<{ items: { side: string; from_n: number }[] }>(api, 'GET', `/api/findings/${items[0]!.id}/excerpts`);
  expect(excerpts.items.map((e) => [e.side, e.from_n])).toEqual([['against', 3]]);

  await page.goto(`/listen/findings/${items[0]!.id}`);
  await page.getByRole('button', { name: 'Write an expectation' }).click();
  await page.getByRole('combobox', { name: 'Touchpoint' }).click();
  await page.getByRole('option', { name: 'Ask how long' }).click();
  await page.getByRole('textbox', { name: 'What may customers expect there?' }).fill('Somebody tells us how long it takes.');
  await page.getByRole('button', { name: 'Write it', exact: true }).click();
  await expect(page.getByText('What is expected at Ask how long rests on this finding.')).toBeVisible();
  await page.reload();
  await expect(page.getByText('Somebody tells us how long it takes.')).toBeVisible();
});
