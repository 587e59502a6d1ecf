import { describe, expect, it } from 'vitest';
import type { Cell } from '../wire';
import { sortSegments, standingOut } from './segments';

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

it('what stands out names a difference between two once', () => {
  const segment = (cut: string, value: string, q: number | null) => ({ key: { cut, value, label: value }, key_label: cut, against_rest: { q } });
  const found = {
    measure: { name: 'churn' },
    keys: [{ key: 't1', values: 2 }, { key: 't2.classes', values: 2 }, { key: 't3', values: 3 }],
    segments: [segment('churn', 'No', 0), segment('t1', 'x', 0.001), segment('t1', 'y', 0.001), segment('t3', 'a', 0.01), segment('t3', 'b', 0.02), segment('t2', '1..2', 0.04), segment('t2', '3..4', 0.04), segment('t3', 'c', 0.3), segment('t3', 'd', null)],
  } as unknown as Parameters<typeof standingOut>[0];
  expect(standingOut(found, 9).map((s) => s.key.value)).toEqual(['x', 'a', 'b', '1..2']);
  expect(standingOut(found, 2)).toHaveLength(2);
});
