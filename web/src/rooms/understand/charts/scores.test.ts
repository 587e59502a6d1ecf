import { describe, expect, it } from 'vitest';
import type { MeasureInfo } from '../wire';
import { saidOf, scoresOf } from './scores';

const measure = (metric: string, scale: object) => ({ metric, scale: { direction: 'up', ...scale } }) as MeasureInfo;

describe('scores of a distribution', () => {
  it('are those nobody gave too', () => {
    const all = scoresOf([{ score: 10, n: 3 }], measure('nps', { min: 0, max: 10 }), 'en');
    expect(all.map((s) => s.n)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3]);
    expect(scoresOf([], measure('mean', { min: 1, max: 2, labels: null }), 'en').map((s) => s.score)).toEqual([1, 2]);
  });

  it('have the words of the scale', () => {
    expect(scoresOf([], measure('share', { min: 0, max: 1, labels: { '0': 'No', '1': 'Yes' } }), 'en').map((s) => s.label)).toEqual(['No', 'Yes']);
  });

  it('stand in the language of the reader, and as numbers where only the ends have words', () => {
    const words = { min: 0, max: 1, labels: { '0': 'No', '1': 'Yes' }, words: { fr: { '0': 'Non' } } };
    expect(scoresOf([], measure('share', words), 'fr').map((s) => s.label)).toEqual(['Non', 'Yes']);
    const ends = { min: 0, max: 10, labels: { '0': 'Not at all', '10': 'Extremely' } };
    expect(scoresOf([], measure('nps', ends), 'en').some((s) => s.label)).toBe(false);
  });

  it('were said in words, as they were then, or in numbers', () => {
    const { scale } = measure('share', { min: 0, max: 1, labels: { '0': 'No', '1': 'Yes' }, words: { fr: { '1': 'Oui' } } });
    expect(saidOf({ score: 1, choice: 'Yes, surely' }, scale, 'fr')).toBe('Yes, surely');
    expect(saidOf({ score: 1, choice: '' }, scale, 'fr')).toBe('Oui');
    expect(saidOf({ choice: 'Deck' }, undefined, 'fr')).toBe('Deck');
    expect(saidOf({ score: 10, choice: 'Extremely' }, measure('nps', { min: 0, max: 10, labels: { '10': 'Extremely' } }).scale, 'en')).toBeUndefined();
    expect(saidOf({ score: 4, choice: '' }, measure('mean', { min: 1, max: 5 }).scale, 'en')).toBeUndefined();
  });

  it('are not made up on a long scale', () => {
    expect(scoresOf([{ score: 2.5, n: 3 }], measure('mean', { min: 0, max: 100 }), 'en')).toEqual([{ score: 2.5, label: undefined, n: 3 }]);
  });
});
