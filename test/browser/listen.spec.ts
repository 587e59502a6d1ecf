import { randomUUID } from 'node:crypto';
import { type APIRequestContext } from '@playwright/test';
import { expect, expectAccessible, expectNoSidewaysScroll, expectReadable, field, pick, settled, test, watchErrors } from './fixtures.ts';
import { call, study, type Made, type MadeStudy } from './study.ts';

interface Line {
  n: number;
  text: string;
  interviewer: boolean;
}

/** What is said in the first interview carries two codes, a finding with two passages, and a touchpoint that the finding names. */
async function found(api: APIRequestContext, made: MadeStudy): Promise<{ finding: string; touchpoint: string }> {
  const { codes } = await call<{ codes: Made[] }>(api, 'GET', `/api/codebooks/${made.book}`);
  const { items: lines } = await call<{ items: Line[] }>(api, 'GET', `/api/documents/${made.documents[0]}/lines`);
  const said = lines.filter((l) => !l.interviewer).slice(0, 2).map((l) => ({ document_id: made.documents[0], from_n: l.n, from_pos: 0, to_n: l.n, to_pos: [...l.text].length }));
  await call(api, 'POST', '/api/codings', { items: said.map((p, i) => ({ ...p, id: randomUUID(), code_id: codes[i]!.id, mode: 'feel' })) });
  const channel = await call<Made>(api, 'POST', '/api/channels', { program_id: made.program, name: 'Gate' });
  const touchpoint = await call<Made>(api, 'POST', '/api/touchpoints', { program_id: made.program, channel_id: channel.id, name: 'Ask how long', volume: 900 });
  const finding = await call<Made>(api, 'POST', '/api/findings', { program_id: made.program, study_id: made.study, kind: 'feel', claim: 'Nobody says how long.', touchpoint_ids: [touchpoint.id] });
  for (const [i, p] of said.entries()) await call(api, 'POST', `/api/findings/${finding.id}/excerpts`, { ...p, id: randomUUID(), side: i === 0 ? 'for' : 'against', touchpoint_id: touchpoint.id });
  return { finding: finding.id, touchpoint: touchpoint.id };
}

test('every screen of a study is accessible and fits, wide and on a phone', async ({ api, signedIn: page }) => {
  test.setTimeout(120_000);
  const errors = watchErrors(page);
  const made = await study(api, 'open');
  const { finding, touchpoint } = await found(api, made);
  const { items } = await call<Made>(api, 'GET', `/api/studies/${made.study}/interviews`);
  const screens = [
    `/listen/studies/${made.study}`, `/listen/interviews/${items[0]!.id}`, `/listen/documents/${made.documents[0]}/masking`, `/listen/studies/${made.study}/codes`,
    `/listen/codebooks/${made.book}`, `/listen/studies/${made.study}/agreement`, `/listen/findings/${finding}`, `/listen/topics/touchpoint/${touchpoint}?program=${made.program}`, `/listen/topics/word/soon?program=${made.program}`, `/listen/topics?program=${made.program}`,
  ];
  for (const screen of screens) {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1440, height: 860 });
    await page.goto(screen);
    await settled(page);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 390, height: 860 });
    await settled(page);
    await expectReadable(page);
    await expectNoSidewaysScroll(page);
  }
  expect(errors).toEqual([]);
});

test('what the codes tell, a merge and its way back, and a moment on one page', async ({ api, signedIn: page }) => {
  const made = await study(api, 'open');
  const { touchpoint } = await found(api, made);

  await page.goto(`/listen/studies/${made.study}/codes`);
  await expect(page.getByRole('row', { name: /Nobody says how long/ })).toContainText('1');
  await page.getByRole('button', { name: 'Read the quotes of “Not seen”' }).click();
  await expect(page.getByRole('blockquote')).toHaveCount(1);

  await page.getByRole('link', { name: 'Edit the codebook' }).click();
  await page.getByRole('button', { name: /^Not seen/ }).click();
  await pick(page, 'Merge “Not seen” into', 'Nobody says how long');
  await page.getByRole('button', { name: 'Merge', exact: true }).click();
  await expect(page.getByText('counts under “Nobody says how long”')).toBeVisible();
  await page.getByRole('button', { name: 'Set apart again' }).click();
  await expect(page.getByText('counts under “Nobody says how long”')).toBeHidden();
  await field(page, 'Name of the family').fill('Being seen');
  await page.getByRole('button', { name: 'Add', exact: true }).last().click();
  await expect(page.getByRole('heading', { name: 'Being seen' })).toBeVisible();

  await page.goto(`/listen/topics/touchpoint/${touchpoint}?program=${made.program}`);
  await expect(page.getByRole('heading', { name: 'What do we know of “Ask how long”?' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Nobody says how long.' })).toBeVisible();
  await expect(page.getByRole('blockquote')).toHaveCount(1);
  await expect(page.getByText('900 times in 90 days')).toBeVisible();
});

test('from a figure to a quote and back, a part of a sentence, and the topics of a word and a code', async ({ api, signedIn: page }) => {
  const errors = watchErrors(page);
  const made = await study(api, 'open');
  const { finding } = await found(api, made);
  const program = (await call<{ name: string }>(api, 'GET', `/api/programs/${made.program}`)).name;
  const measure = await call<Made>(api, 'POST', `/api/findings/${finding}/measures`, {
    name: 'Told how long', wording: { en: 'I was told how long I would wait.' }, intent: 'satisfaction', scale: { min: 1, max: 5, direction: 'up', labels: {}, good: [4, 5] }, metric: 'share',
  });
  const responses = Array.from({ length: 40 }, (_, i) => ({ id: randomUUID(), program, answers: [{ measure: 'Told how long', score: 1 + (i % 5), text: i === 0 ? 'Soon, they said.' : undefined }] }));
  await call(api, 'POST', '/api/responses', { responses });
  const { codes } = await call<{ codes: Made[] }>(api, 'GET', `/api/codebooks/${made.book}`);

  await page.goto(`/?program=${made.program}&measure=${measure.id}`);
  await page.getByText('Where is this from?').first().click();
  await page.getByRole('link', { name: /Nobody says how long/ }).first().click();
  await page.getByRole('link', { name: 'Nobody says how long.' }).first().click();
  await expect(page.getByRole('heading', { name: 'Nobody says how long.' })).toBeVisible();
  await page.getByRole('link', { name: /^Interview 1, line/ }).first().click();
  await expect(page).toHaveURL(/\/listen\/documents\/.*from=2/);
  await page.goBack();
  await page.getByRole('region', { name: 'Measures and expectations' }).getByRole('link', { name: /^Told how long: 40/ }).click();
  await expect(page).toHaveURL(new RegExp(`/understand.*${measure.id}`));

  await page.goto(`/listen/findings/${finding}`);
  await page.getByRole('button', { name: 'Add an excerpt' }).click();
  await field(page, 'Words they used').fill('parcel');
  const part = page.getByRole('group', { name: /^Part of sentence/ }).first();
  await part.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(page.getByText(/^Quoted: /)).toHaveText(/^Quoted: is a small thing, but I felt like a\b/);
  await page.getByRole('button', { name: 'Says so' }).first().click();
  await page.keyboard.press('Escape');
  await expect(page.getByText('is a small thing, but I felt like a', { exact: true })).toBeVisible();

  await page.goto(`/listen/topics?program=${made.program}`);
  await page.getByRole('textbox', { name: 'Look for a word' }).fill('telling');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'What do we know of “telling”?' })).toBeVisible();
  await expect(page.getByText('Told how long', { exact: true })).toBeHidden();
  await page.goto(`/listen/topics/word/soon?program=${made.program}`);
  await expect(page.getByRole('region', { name: 'Sentences with the word' }).getByRole('blockquote').first()).toContainText(/soon/i);
  await expect(page.getByRole('link', { name: '1 answer has the word in its text' })).toBeVisible();
  expect(errors).toEqual([]);
  // An address that names no program finds its own among several.
  await call(api, 'POST', '/api/programs', { name: `Another ${randomUUID()}` });
  await page.goto(`/listen/topics/code/${codes[0]!.id}`);
  await expect(page.getByRole('region', { name: 'Coded with it' }).getByRole('blockquote')).toHaveCount(1);
  await expect(page.getByRole('link', { name: 'Nobody says how long.' })).toBeVisible();
});
