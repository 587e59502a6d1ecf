import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue as en } from './en';
import { catalogue as fr } from './fr';

type Tree = { [key: string]: string | Tree };

const root = join(import.meta.dirname, '..');
const ending = /_(zero|one|two|few|many|other)$/;

function leaves(tree: Tree, path: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const here = path ? `${path}${path.includes(':') ? '.' : ':'}${key}` : key;
    if (typeof value === 'string') found.set(here, value);
    else for (const [k, v] of leaves(value, here)) found.set(k, v);
  }
  return found;
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'i18n' ? [] : sources(path);
    return /\.tsx?$/.test(entry.name) && !entry.name.includes('.test.') ? [readFileSync(path, 'utf8')] : [];
  });
}

const english = leaves(en as Tree, '');
const french = leaves(fr as Tree, '');
// "too_many" is a code of the server and no plural: a plural has its form `other`.
const isPlural = (key: string, texts: Map<string, string>) => ending.test(key) && texts.has(key.replace(ending, '_other'));
const bare = (texts: Map<string, string>) => new Set([...texts.keys()].map((k) => (isPlural(k, texts) ? k.replace(ending, '') : k)));
const code = sources(root).join('\n');
const areas = Object.keys(en);

describe('catalogue', () => {
  it('has the same keys in both languages', () => {
    expect([...bare(french)].sort()).toEqual([...bare(english)].sort());
  });

  it('has every plural form a language needs', () => {
    for (const [language, texts] of [['en', english], ['fr', french]] as const) {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      for (const key of texts.keys()) {
        if (!isPlural(key, texts)) continue;
        for (const form of forms) expect(texts.has(key.replace(ending, `_${form}`)), `${language} ${key} lacks ${form}`).toBe(true);
      }
    }
  });

  it('uses the same placeholders in both languages', () => {
    const places = (text: string) => [...new Set(text.match(/\{\{\w+|<\w+>/g) ?? [])].sort();
    for (const [key, text] of english) {
      const other = french.get(key);
      if (other !== undefined && !isPlural(key, english)) expect(places(other), key).toEqual(places(text));
    }
  });

  it('is used: no key that no screen names', () => {
    const literals = new Set(code.match(/[\w]+:[\w.]+/g) ?? []);
    const prefixes = [...code.matchAll(/`(\w+:[\w.]*)\$\{/g)].map((m) => m[1] ?? '');
    const unused = [...bare(english)].filter(
      (key) => !key.startsWith('problems:') && !literals.has(key) && !prefixes.some((p) => key.startsWith(p)),
    );
    expect(unused).toEqual([]);
  });

  it('lacks no key that a screen names', () => {
    const known = bare(english);
    const named = [...code.matchAll(/['"](\w+):([\w.]+)['"]/g)].filter((m) => areas.includes(m[1] ?? ''));
    expect(named.map((m) => `${m[1]}:${m[2]}`).filter((key) => !known.has(key))).toEqual([]);
  });

  it('keeps French typography: a no-break space before : ; ? ! and inside guillemets', () => {
    const wrong = [...french].filter(([, text]) => / [:;?!»]|« |[^\s\u00a0\u202f{}\d][;?!»]|[a-zà-ÿ]:(?!\/)(\s|$)|'/u.test(text.replace(/<[^>]*>|https?:\S+/g, '')));
    expect(wrong.map(([key, text]) => `${key}: ${text}`)).toEqual([]);
  });

  it('has curly apostrophes and no trailing blanks', () => {
    for (const [key, text] of [...english, ...french]) {
      expect(text, key).not.toMatch(/\w'\w|^\s|\s$/);
    }
  });
});
