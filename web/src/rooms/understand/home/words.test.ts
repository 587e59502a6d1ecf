import { expect, it } from 'vitest';
import { lowScores } from './WordsBehind';

const scale = (min: number, max: number, direction: 'up' | 'down' = 'up') => ({ min, max, direction, labels: {}, good: [] });

it.each([
  ['nps', scale(0, 10), 0, 6],
  ['mean', scale(1, 5), 1, 2],
  ['mean', scale(1, 10), 1, 5],
  ['share', scale(0, 1), 0, 0],
  ['mean', scale(1, 5, 'down'), 4, 5],
] as const)('of %s the low scores are those that say something is wrong', (metric, on, min, max) => {
  expect(lowScores({ metric, scale: on as never })).toEqual({ score_min: min, score_max: max });
});
