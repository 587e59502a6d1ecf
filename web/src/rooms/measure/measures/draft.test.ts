import { describe, expect, it } from 'vitest';
import type { Measure } from '../wire';
import { baseOf, bodyOf, breaksOf, changeOf, draftOf, pointsOf } from './draft';

const ease = {
  id: 'm', program_id: 'p', name: 'Facilité', intent: 'effort', metric: 'share', unit: 'share', breaks: [], version: 1, created_at: '', changed_at: '',
  wording: { en: 'It was easy.', fr: 'C’était facile.' },
  scale: { min: 1, max: 3, direction: 'up', labels: { 1: 'Non', 3: 'Oui' }, words: { en: { 1: 'No', 3: 'Yes' } }, good: [3] },
} as unknown as Measure;

describe('a measure in a form', () => {
  it('comes back as it was, whoever reads it', () => {
    for (const reader of ['en', 'fr', 'de']) {
      const base = baseOf(ease, reader);
      expect(base).toBe('fr');
      const body = bodyOf(draftOf(ease, reader), base);
      expect(breaksOf(ease, body)).toEqual([]);
      expect(changeOf(ease, body)).toEqual({ name: 'Facilité', intent: 'effort', touchpoint_id: '' });
    }
  });

  it('keeps labels that no language was ever named for', () => {
    const old = { ...ease, wording: {}, scale: { ...ease.scale, words: undefined } } as Measure;
    for (const reader of ['en', 'fr']) expect(breaksOf(old, bodyOf(draftOf(old, reader), baseOf(old, reader)))).toEqual([]);
  });

  it('says what breaks the series, and sends that alone', () => {
    const draft = draftOf(ease, 'en');
    const wording = bodyOf({ ...draft, wording: { ...draft.wording, en: 'Was it easy?' } }, 'fr');
    expect(breaksOf(ease, wording)).toEqual(['wording']);
    expect(changeOf(ease, wording)).not.toHaveProperty('scale');
    const words = bodyOf({ ...draft, words: { ...draft.words, en: { 1: 'No', 3: 'Yes, it was' } } }, 'fr');
    expect(breaksOf(ease, words)).toEqual(['scale']);
    expect(breaksOf(ease, bodyOf({ ...draft, metric: 'mean' }, 'fr'))).toEqual(['metric']);
    expect(breaksOf(ease, bodyOf({ ...draft, name: 'Ease', intent: 'emotion' }, 'fr'))).toEqual([]);
  });

  it('leaves out what lies outside the scale or says nothing', () => {
    const draft = draftOf(ease, 'fr');
    const { scale } = bodyOf({ ...draft, scale: { ...draft.scale, max: 2 }, words: { ...draft.words, de: { 1: ' ' } }, good: [3, 2] }, 'fr');
    expect(scale).toEqual({ min: 1, max: 2, direction: 'up', labels: { 1: 'Non' }, words: { en: { 1: 'No' } }, good: [2] });
  });
});

it('a scale has points where they are few and whole', () => {
  expect(pointsOf({ min: 0, max: 10, direction: 'up' })).toHaveLength(11);
  expect(pointsOf({ min: 0, max: 11, direction: 'up' })).toEqual([]);
  expect(pointsOf({ min: 1, max: 2.5, direction: 'up' })).toEqual([]);
  expect(pointsOf({ min: '', max: 5, direction: 'up' })).toEqual([]);
  expect(pointsOf({ min: 5, max: 1, direction: 'up' })).toEqual([]);
});
