import { describe, expect, it } from 'vitest';
import type { MeasureInfo } from '../wire';
import { scoresOf } from './scores';

const measure = (metric: string, scale: object) => ({ metric, scale: { direction: 'up', ...scale } }) as MeasureInfo;

describe('scores of a distribution', () => {
  it('are those nobody gave too', () => {
    const all = scoresOf([{ score: 10, n: 3 }], measure('nps', { min: 0, max: 10 }));
    expect(all.map((s) => s.n)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3]);
  });

  it('have the words of the scale', () => {
    expect(scoresOf([], measure('share', { min: 0, max: 1, labels: { '0': 'No', '1': 'Yes' } })).map((s) => s.label)).toEqual(['No', 'Yes']);
  });

  it('are not made up on a long scale', () => {
    expect(scoresOf([{ score: 2.5, n: 3 }], measure('mean', { min: 0, max: 100 }))).toEqual([{ score: 2.5, label: undefined, n: 3 }]);
  });
});
