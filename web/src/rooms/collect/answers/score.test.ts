import { expect, test } from 'vitest';
import { digitsOf } from './score';

test('scores have as many digits as they need, at most two', () => {
  for (const [scores, want] of [[[], 0], [[3, -4], 0], [[3, 2.5], 1], [[0.1 + 0.2], 1], [[0.25, 3], 2], [[1 / 3], 2]] as const) {
    expect(digitsOf(...scores)).toBe(want);
  }
});
