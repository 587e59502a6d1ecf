import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { areas } from '@/settings/audit/entries';
import { catalogue } from './en';

const internal = join(import.meta.dirname, '../../../internal');

function goFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return goFiles(path);
    return entry.name.endsWith('.go') && !entry.name.endsWith('_test.go') ? [path] : [];
  });
}

function has(key: string, area: object = catalogue.problems): boolean {
  let here: unknown = area;
  for (const step of key.split('.')) here = (here as Record<string, unknown> | undefined)?.[step];
  return typeof here === 'string';
}

it('every error that the server gives a key can be said in both languages', () => {
  const keys = new Set(goFiles(internal).flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/\.Keyed\("([\w.]+)"\)/g)].map((m) => m[1] ?? '')));
  expect(keys.size).toBeGreaterThan(30);
  expect([...keys].filter((key) => !has(key))).toEqual([]);
});

it('every method of a figure and of a difference has its name beside it', () => {
  const go = readFileSync(join(internal, 'stat/estimate.go'), 'utf8');
  const methods = [...go.matchAll(/^\tMethod\w+\s+Method = "(\w+)"$/gm)].map((m) => m[1] ?? '');
  // Others belong to studies that no screen shows yet.
  const shown = methods.filter((m) => /^(wilson|adjusted_wald|t$|jackknife|clusters|difference_)/.test(m));
  expect(shown.length).toBeGreaterThan(12);
  expect(shown.filter((m) => !has(m, catalogue.understand.method))).toEqual([]);
});

// Kinds stand in the call itself, or go there through a helper of access and
// notify, or through a variable; lines that speak of other keys are passed over.
it('every kind of the audit log has its words and its area', () => {
  const direct = goFiles(internal).flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/\.(?:Audit|Saw|saw)\(ctx, (?:tx, )?"([a-z_]+\.[a-z_]+)"/g)].map((m) => m[1] ?? ''));
  const through = [...goFiles(join(internal, 'access')), ...goFiles(join(internal, 'notify')), join(internal, 'collect/get.go')];
  const nouns = new Set([...direct.map((kind) => kind.split('.')[0] ?? ''), ...areas]);
  const passed = through.flatMap((path) =>
    readFileSync(path, 'utf8').split('\n').filter((line) => !/Keyed\(|tx\.Log\(|Permission|json:|secret\.key/.test(line))
      .flatMap((line) => [...line.matchAll(/"([a-z_]+\.[a-z_]+)"/g)].map((m) => m[1] ?? '')).filter((kind) => nouns.has(kind.split('.')[0] ?? '')));
  const kinds = [...new Set([...direct, ...passed])];
  expect(kinds.length).toBeGreaterThan(25);
  expect(kinds.filter((kind) => !has(kind, catalogue.settings.audit.kind))).toEqual([]);
  expect(kinds.filter((kind) => !areas.some((area) => kind.startsWith(`${area}.`)))).toEqual([]);
});

it('every reason why a row was refused has its words', () => {
  const go = ['collect/read.go', 'collect/import_run.go', 'collect/intake_check.go', 'interchange/table/reject.go'].map((path) => readFileSync(join(internal, path), 'utf8')).join('\n');
  const keys = new Set([...go.matchAll(/"((?:table|time|score|number|response|key|text|people)\.[a-z_]+)"/g)].map((m) => (m[1] ?? '').replace('.', '_')));
  expect(keys.size).toBeGreaterThan(15);
  expect([...keys].filter((key) => !has(key, catalogue.collect.reject))).toEqual([]);
});

// What is wrong with a page that somebody sent has its words where that page is made.
it('every remark on a questionnaire has its words', () => {
  const go = goFiles(join(internal, 'measure/questionnaire')).filter((path) => !/\/(accept|decode|read\w*)\.go$/.test(path)).map((path) => readFileSync(path, 'utf8')).join('\n');
  const keys = new Set([...go.matchAll(/"([a-z_]+)", (?:Message: )?(?:"[^"\n]* |fmt\.Sprintf|said\()/g)].map((m) => m[1] ?? ''));
  expect(keys.size).toBeGreaterThan(25);
  expect([...keys].filter((key) => !has(`questionnaire.${key}`))).toEqual([]);
});
