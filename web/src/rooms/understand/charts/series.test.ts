import { describe, expect, it } from 'vitest';
import type { Figure } from '../wire';
import { extent, named, runs, slotAt, slotX } from './series';

const figure = (value: number | null, low: number | null = null, high: number | null = null) => ({ value, low, high }) as Figure;
const picture = { width: 640, height: 200, left: 40, bottom: 20, strip: 24 };

describe('series', () => {
  it('never draws a line across a gap', () => {
    const slots = [{ from: 'a', figure: figure(1) }, { from: 'b', figure: figure(2) }, { from: 'c' }, { from: 'd', figure: figure(null) }, { from: 'e', figure: figure(3) }];
    expect(runs(slots)).toEqual([[0, 1], [4]]);
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
