import { describe, expect, it } from 'vitest';
import type { Cell } from '../wire';
import { sortSegments } from './segments';

const cell = (label: string, value: number | null, n: number) => ({ key: [{ cut: 't1', value: label, label }], figure: { value, low: value === 1 ? null : value, n } }) as Cell;
const cells = [cell('b', 5, 1), cell('a', 1, 9), cell('c', 7, 4), cell('a2', 5, 2)];
const compare = { compare: (a: string, b: string) => a.localeCompare(b) };
const names = (by: 'name' | 'value' | 'n', down: boolean) => sortSegments(cells, { by, down }, compare).map((c) => c.key[0]?.label);

describe('segments', () => {
  it('are sorted by value, those without an interval last either way', () => {
    expect(names('value', true)).toEqual(['c', 'a2', 'b', 'a']);
    expect(names('value', false)).toEqual(['a2', 'b', 'c', 'a']);
  });
  it('are sorted by name and by n', () => {
    expect(names('name', false)).toEqual(['a', 'a2', 'b', 'c']);
    expect(names('n', true)).toEqual(['a', 'c', 'a2', 'b']);
  });
});
