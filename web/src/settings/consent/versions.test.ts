import { describe, expect, it } from 'vitest';
import { versionsOf, type Wording } from './versions';

const wording = (version: string, language: string, used = false): Wording => ({ id: `${version}-${language}`, version, language, used, text: 'May we ask you?', created_at: '2026-11-20T09:00:00Z' });

describe('versionsOf', () => {
  it('puts the languages of a version together, the newest version first', () => {
    const versions = versionsOf([wording('2', 'fr'), wording('1', 'fr', true), wording('2', 'en'), wording('1', 'en', true)]);
    expect(versions.map((v) => [v.version, v.used, v.texts.map((x) => x.language)])).toEqual([['2', false, ['en', 'fr']], ['1', true, ['en', 'fr']]]);
  });

  it('has none of nothing', () => {
    expect(versionsOf([])).toEqual([]);
  });
});
