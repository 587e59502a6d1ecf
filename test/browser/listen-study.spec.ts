import { expect, expectAccessible, test } from './fixtures.ts';
import { call, study, type Made } from './study.ts';

test('codes go on together by the keys and come off together', async ({ api, signedIn: page }) => {
  const { documents } = await study(api, 'open');
  await page.goto(`/listen/documents/${documents[0]}`);
  await page.locator('[data-words="3"]').click();
  await page.keyboard.press('c');
  const which = page.getByRole('combobox', { name: 'Which code?' });
  await which.fill('nobody');
  await page.keyboard.press('Control+Enter');
  await which.fill('not seen');
  const sent = page.waitForRequest((r) => r.method() === 'POST' && r.url().endsWith('/api/codings'));
  await page.keyboard.press('Enter');
  expect((await sent).postDataJSON().items).toHaveLength(2);
  await expect(page.getByText('2 coded passages')).toBeVisible();
  const gone = page.waitForRequest((r) => r.url().endsWith('/api/codings/removal'));
  await page.keyboard.press('u');
  expect((await gone).postDataJSON().ids).toHaveLength(2);
  await expect.poll(async () => (await call<{ items: unknown[] }>(api, 'GET', `/api/documents/${documents[0]}/codings`)).items.length).toBe(0);
});

test('a code is split passage by passage, and the split is undone', async ({ api, signedIn: page }) => {
  const { documents, book } = await study(api, 'open');
  const { codes } = await call<{ codes: { id: string; name: string }[] }>(api, 'GET', `/api/codebooks/${book}`);
  const code = codes.find((c) => c.name === 'Not seen')!;
  await call(api, 'POST', '/api/codings', {
    items: [3, 4].map((n) => ({ id: crypto.randomUUID(), document_id: documents[0], code_id: code.id, from_n: n, from_pos: 0, to_n: n, to_pos: 5 })),
  });
  await page.goto(`/listen/codebooks/${book}/codes/${code.id}/split`);
  await expect(page.getByRole('listitem').filter({ hasText: 'line 3' })).toBeVisible();
  // By the keys: the first goes to the second new code, the next stays.
  await page.keyboard.press('2');
  await page.keyboard.press('0');
  await page.getByRole('textbox', { name: 'New code 1' }).fill('At the gate');
  await page.getByRole('textbox', { name: 'New code 2' }).fill('On the way');
  await expect(page.getByText('takes 1 passage')).toBeVisible();
  await page.getByRole('button', { name: 'Split', exact: true }).click();
  await expect(page.getByRole('button', { name: /^On the way/ })).toBeVisible();
  const carries = async () => (await call<{ items: { code_id: string }[] }>(api, 'GET', `/api/documents/${documents[0]}/codings`)).items.filter((c) => c.code_id === code.id).length;
  expect(await carries()).toBe(1);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.getByRole('button', { name: /^On the way/ })).toHaveCount(0);
});

test('speakers are joined and parted, times stay, and both are undone', async ({ api, signedIn: page }) => {
  const { documents } = await study(api, 'open');
  await page.goto(`/listen/documents/${documents[0]}/speakers`);
  await page.getByRole('button', { name: 'Choose line 3' }).click();
  await page.getByRole('button', { name: 'Choose line 4' }).click({ modifiers: ['Shift'] });
  await expect(page.getByRole('heading', { name: 'Lines 3 to 4' })).toBeVisible();
  await page.getByRole('combobox', { name: 'Who says it?' }).fill('Her sister');
  await page.getByRole('button', { name: 'Set the speaker' }).click();
  await expect(page.getByText('Lines 3 to 4: Her sister')).toBeVisible();
  await page.getByRole('textbox', { name: 'Her sister' }).fill('Ana Brandt');
  await expect(page.getByText('becomes one speaker of two')).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('textbox', { name: 'Her sister' })).toHaveCount(0);
  for (let n = 0; n < 2; n++) await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toHaveCount(0);
  const said = await call<{ items: { speaker: string }[] }>(api, 'GET', `/api/documents/${documents[0]}/speakers`);
  expect(said.items).toHaveLength(2);
});

test('people come into a study out of a file, those over the quota left out', async ({ api, signedIn: page }) => {
  const made = await study(api, 'open');
  const now = await call<Made>(api, 'GET', `/api/studies/${made.study}`);
  await call(api, 'PATCH', `/api/studies/${made.study}`, { wanted: [{ role: 'Buyer', side: 'any', count: 1 }] }, { 'If-Match': `"${now.version}"` });
  await page.goto(`/listen/studies/${made.study}/ask`);
  await page.getByText('A file', { exact: true }).click();
  const table = 'Customer;Project;Role\n;Roof;Buyer\n;Cellar;Buyer\nghost;;Buyer\n';
  await page.locator('input[type=file]').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(table) });
  await page.getByRole('button', { name: 'See who it is' }).click();
  await expect(page.getByRole('heading', { name: '3 found' })).toBeVisible();
  await expect(page.getByText('1 row fits nobody.')).toBeVisible();
  await expect(page.getByText('Row 4: ghost')).toBeVisible();
  await expect(page.getByRole('checkbox', { name: /Row 2: Roof/ })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: /Row 3: Cellar/ })).not.toBeChecked();
  await page.getByRole('button', { name: 'Add 1 interview' }).click();
  await expect(page.getByText('1 of 1')).toBeVisible();
});

test('a transcript that was the wrong file goes, once what goes with it was seen, and comes back', async ({ api, signedIn: page }) => {
  const { documents, book, study: made } = await study(api, 'open');
  const { codes } = await call<{ codes: { id: string }[] }>(api, 'GET', `/api/codebooks/${book}`);
  await call(api, 'POST', '/api/codings', { items: [{ id: crypto.randomUUID(), document_id: documents[0], code_id: codes[0]!.id, from_n: 3, from_pos: 0, to_n: 3, to_pos: 5 }] });
  const { interview_id: interview } = await call<{ interview_id: string }>(api, 'GET', `/api/documents/${documents[0]}`);
  await page.goto(`/listen/interviews/${interview}`);
  await page.getByRole('button', { name: 'Remove it' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('1 coded passage')).toBeVisible();
  await dialog.getByRole('button', { name: 'Remove it' }).click();
  await expect(page.getByRole('button', { name: 'Take in a transcript' })).toBeEnabled();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.getByText('The document is back.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Remove it' })).toBeVisible();
  const back = await call<{ items: unknown[] }>(api, 'GET', `/api/documents/${documents[0]}/codings`);
  expect(back.items).toHaveLength(1);

  await call(api, 'DELETE', `/api/documents/${documents[0]}?codings=1`);
  await page.goto(`/listen/studies/${made}`);
  await page.getByText('1 removed document can be put back').click();
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Put Interview 1/ }).click();
  await expect(page.getByText('The document is back.')).toBeVisible();
  await expect(page.getByText('1 removed document can be put back')).toHaveCount(0);
  expect((await call<{ items: unknown[] }>(api, 'GET', `/api/documents/${documents[0]}/codings`)).items).toHaveLength(1);
});

test('words are chosen and masked without a mouse', async ({ api, signedIn: page }) => {
  const { documents } = await study(api, 'open');
  await page.goto(`/listen/documents/${documents[0]}/masking`);
  await expect(page.getByText('Keys: j and k')).toBeVisible();
  const chosen = page.locator('mark');
  await page.keyboard.press('j');
  await expect(chosen).toHaveText('Did');
  await page.keyboard.press('j');
  await expect(chosen).toHaveText('The');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('L');
  await page.keyboard.press('L');
  await expect(chosen).toHaveText('woman at the desk');
  await page.keyboard.press('H');
  await page.keyboard.press('L');
  await expect(page.getByRole('status').filter({ hasText: 'woman at the desk' })).toBeAttached();
  await expectAccessible(page);
  await page.keyboard.press('m');
  const dialog = page.getByRole('dialog', { name: /woman at the desk/ });
  await dialog.getByRole('textbox').last().fill('[somebody]');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: /^woman at the desk/ })).toBeVisible();
  const { items } = await call<{ items: { n: number; masks?: { replacement: string; start: number; length: number; state: string }[] }[] }>(api, 'GET', `/api/documents/${documents[0]}/lines`);
  expect(items.find((l) => l.n === 2)!.masks).toEqual([expect.objectContaining({ start: 4, length: 17, replacement: '[somebody]', state: 'confirmed' })]);
  // The way goes on behind what was masked.
  await page.keyboard.press('k');
  await expect(chosen).toHaveText('Did');
  await page.keyboard.press('Escape');
  await expect(chosen).toHaveCount(0);
});

test.describe('on a phone, in French', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 } });

  test('codes are put on a line by touch, several at once', async ({ api, signedIn: page }) => {
    const { documents } = await study(api, 'open');
    await call(api, 'PATCH', '/api/session', { language: 'fr' });
    await page.goto(`/listen/documents/${documents[0]}`);
    await page.locator('[data-words="4"]').tap();
    await page.getByRole('button', { name: /^Coder/ }).tap();
    for (const name of ['Nobody says how long', 'Not seen']) await page.getByTitle(`Aussi «\u00a0${name}\u00a0»`).tap();
    await page.getByRole('button', { name: 'Appliquer 2 codes' }).tap();
    await expect.poll(async () => (await call<{ items: unknown[] }>(api, 'GET', `/api/documents/${documents[0]}/codings`)).items.length).toBe(2);
    await call(api, 'PATCH', '/api/session', { language: 'en' });
  });

  test('the text follows the recording', async ({ api, signedIn: page }) => {
    const { study: made } = await study(api, 'open');
    const asked = await call<Made>(api, 'POST', `/api/studies/${made}/interviews`, { items: [{ kind: 'in_depth' }] });
    const id = asked.items[0]!.id;
    const texts = await call<{ items: { version: string }[] }>(api, 'GET', '/api/consent-texts');
    await call(api, 'PUT', `/api/interviews/${id}/consent`, { level: 'firm', text_version: texts.items[0]!.version });
    const timed = 'WEBVTT\n\n00:00.000 --> 00:01.000\n<v Ana>Je suis arrivée tôt.\n\n00:01.000 --> 00:03.000\n<v Ana>Personne ne savait rien.\n';
    const document = await call<{ id: string }>(api, 'POST', `/api/interviews/${id}/transcript?name=a.vtt&language=fr`, Buffer.from(timed), { 'Content-Type': 'application/octet-stream' });
    await call(api, 'PUT', `/api/documents/${document.id}/audio?name=a.wav`, silence(3), { 'Content-Type': 'audio/wav' });
    await call(api, 'PATCH', '/api/session', { language: 'fr' });
    await page.goto(`/listen/documents/${document.id}`);
    await expect(page.locator('[data-words="2"]')).toBeVisible();
    const audio = page.locator('audio');
    await expect.poll(() => audio.evaluate((a: HTMLAudioElement) => a.duration)).toBe(3);
    await audio.evaluate((a: HTMLAudioElement) => { a.currentTime = 1.5; });
    await expect(page.locator('[data-n="2"][data-playing]')).toBeVisible();
    await call(api, 'PATCH', '/api/session', { language: 'en' });
  });
});

/** A recording of so many seconds in which nothing is said: 8 kHz, 8 bits, mono. */
function silence(seconds: number): Buffer {
  const samples = 8000 * seconds;
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(8000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples, 40);
  return Buffer.concat([head, Buffer.alloc(samples, 128)]);
}
