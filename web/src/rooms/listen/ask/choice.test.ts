import { expect, it } from 'vitest';
import { askable, leftOut, proposed, withChosen } from './choice';
import type { Candidate, Quota } from './queries';

const list: Candidate[] = [
  { ask: {}, group: 0, take: true },
  { ask: {}, group: 0, take: false },
  { ask: {}, group: -1, take: false, there: 3 },
  { ask: {}, group: -1, take: false, problem: 'no_customer' },
  { ask: {}, group: -1, take: false, double: true },
];
const quotas: Quota[] = [{ side: 'any', count: 2, planned: 1, held: 1 }];

it('counts those chosen with those who are asked already', () => {
  expect(withChosen(quotas, list, proposed(list)).map((g) => g.asked)).toEqual([2]);
  expect(withChosen(quotas, list, new Set([0, 1])).map((g) => g.asked)).toEqual([3]);
});

it('says who is left out and why', () => {
  expect(leftOut(list)).toEqual({ there: 1, double: 1, unknown: 1 });
  expect(list.map(askable)).toEqual([true, true, false, false, false]);
});
