import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
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
  expect(methods.length).toBeGreaterThan(12);
  expect(methods.filter((m) => !has(m, catalogue.understand.method))).toEqual([]);
});
