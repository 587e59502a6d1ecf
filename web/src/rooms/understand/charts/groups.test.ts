import { describe, expect, it } from 'vitest';
import { along, before, fitting, grouped, places } from './groups';

describe('a picture of groups', () => {
  it.each([[1, 300], [1, 900], [2, 300], [2, 700], [2, 1100]])('with %d columns leaves every axis room at %d px', (columns, width) => {
    const p = places(width, { name: 20, words: Array.from({ length: columns }, () => 24) }, 3);
    expect(p.columns).toHaveLength(columns);
    p.columns.forEach((c, i) => {
      expect(c.to - c.from).toBeGreaterThan(100);
      expect(c.words).toBeLessThanOrEqual(width);
      // Words end before the next axis begins, and begin after their own.
      if (!p.narrow) expect(c.words - 24 * 6.4).toBeGreaterThan(c.to);
      if (!p.narrow && i > 0) expect(c.from).toBeGreaterThan(p.columns[i - 1]!.words);
    });
    expect(p.letters).toBeGreaterThan(7);
    expect(p.height).toBeGreaterThan(p.top + 3 * p.rowHeight);
  });

  it('keeps what is drawn on its axis', () => {
    expect(along({ min: -10, max: 10 }, 100, 200, 0)).toBe(150);
    expect(along({ min: -10, max: 10 }, 100, 200, 40)).toBe(200);
    expect(along({ min: -10, max: 10 }, 100, 200, -40)).toBe(100);
  });

  it('cuts names that are too long, and no others', () => {
    expect(fitting('Business travel', 9)).toBe('Business…');
    expect(fitting('Business', 8)).toBe('Business');
  });

  it('gives a name that would be cut a line of its own, and headings no more than theirs', () => {
    const short = places(300, { name: 6, words: [20] }, 3);
    const long = places(300, { name: 30, words: [20] }, 3, 2);
    expect(short.columns[0]?.wordsLine).toBe(short.nameLine);
    expect(long.columns[0]?.wordsLine).toBeGreaterThan(long.nameLine);
    expect(long.letters).toBeGreaterThanOrEqual(30);
    expect(long.height - long.top - 3 * long.rowHeight).toBeLessThan(2 * long.rowHeight);
  });

  it('writes as much of a title before the words as there is room for', () => {
    const column = { title: 'Difference (percentage points)', brief: 'Difference' };
    expect(before(column, 10, 400)).toBe('Difference (percentage points)');
    expect(before(column, 25, 250)).toBe('Difference');
    expect(before(column, 40, 250)).toBeUndefined();
  });

  it('keeps the order in which groups appear', () => {
    expect(grouped(['b1', 'a1', 'b2'], (r) => r[0])).toEqual([{ name: 'b', rows: ['b1', 'b2'] }, { name: 'a', rows: ['a1'] }]);
  });
});
