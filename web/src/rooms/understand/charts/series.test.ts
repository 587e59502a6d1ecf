import { describe, expect, it } from 'vitest';
import type { Figure } from '../wire';
import { breaksIn, extent, named, runs, slotAt, slotX } from './series';

const figure = (value: number | null, low: number | null = null, high: number | null = null) => ({ value, low, high }) as Figure;
const picture = { width: 640, height: 200, left: 40, bottom: 20, strip: 24 };

describe('series', () => {
  it('never draws a line across a gap', () => {
    const slots = [{ from: 'a', figure: figure(1) }, { from: 'b', figure: figure(2) }, { from: 'c' }, { from: 'd', figure: figure(null) }, { from: 'e', figure: figure(3) }];
    expect(runs(slots)).toEqual([[0, 1], [4]]);
  });

  it('never draws a line over a break, and puts it on its day', () => {
    const slots = ['2026-08-01', '2026-09-01', '2026-10-01'].map((from) => ({ from, figure: figure(1) }));
    const broke = breaksIn(slots, ['2026-09-16', '2026-07-31', '2026-11-01'], '2026-11-01');
    expect(broke).toEqual([{ slot: 1, share: 0.5 }]);
    expect(runs(slots, broke)).toEqual([[0], [1, 2]]);
    expect(breaksIn(slots, ['2026-08-01', '2026-10-31'], '2026-11-01').map((b) => b.slot)).toEqual([0, 2]);
    expect(runs(slots, breaksIn(slots, ['2026-08-01'], '2026-11-01'))).toEqual([[0, 1, 2]]);
    expect(breaksIn([], ['2026-08-01'], '2026-11-01')).toEqual([]);
  });

  it('makes room for intervals, not only for estimates', () => {
    expect(extent([{ from: 'a', figure: figure(5, 2, 9) }, { from: 'b' }])).toEqual([5, 2, 9]);
  });

  it('finds the slot it drew', () => {
    for (let i = 0; i < 24; i++) expect(slotAt(picture, 24, slotX(picture, 24, i))).toBe(i);
    expect(slotAt(picture, 24, -50)).toBe(0);
    expect(slotAt(picture, 24, 9999)).toBe(23);
  });

  it('names the last slot and never more than fit', () => {
    const picked = named(picture, 24, 60);
    expect(picked.at(-1)).toBe(23);
    expect(picked.length).toBeLessThanOrEqual(10);
  });
});
