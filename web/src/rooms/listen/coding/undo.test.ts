import { expect, it } from 'vitest';
import { newUndo } from './undo';

it('takes deeds back newest first, and forgets the oldest of very many', () => {
  const undo = newUndo();
  const taken: number[] = [];
  for (let i = 0; i < 103; i++) undo.did(() => taken.push(i));
  while (undo.undo()) continue;
  expect(taken.slice(0, 3)).toEqual([102, 101, 100]);
  expect(taken).toHaveLength(100);
  expect(undo.undo()).toBe(false);
});
