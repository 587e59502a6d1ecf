import { expect, it } from 'vitest';
import type { Unit } from '../queries';
import { indented, under } from './tree';

const unit = (id: string, parent_id?: string, depth = 0): Unit => ({
  id, parent_id, depth, key: id, name: id.toUpperCase(), version: 1, created_at: '2026-11-20T12:00:00Z',
});

it('finds all below, in whatever order they come', () => {
  const units = [unit('c', 'b'), unit('a'), unit('b', 'a'), unit('x')];
  expect([...under(units, 'a')].sort()).toEqual(['a', 'b', 'c']);
  expect([...under(units, 'x')]).toEqual(['x']);
});

it('sets names in by depth', () => {
  expect(indented(unit('a', undefined, 2))).toBe('\u2003\u2003A');
});
