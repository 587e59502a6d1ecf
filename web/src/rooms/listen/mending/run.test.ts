import { describe, expect, it } from 'vitest';
import { chosenRun, clockOf, readSeconds } from './run';

describe('sentences that are chosen', () => {
  it('begin anew, or reach to the next one', () => {
    expect(chosenRun(undefined, 4, true)).toEqual({ from: 4, to: 4 });
    expect(chosenRun({ from: 4, to: 4 }, 7, true)).toEqual({ from: 4, to: 7 });
    expect(chosenRun({ from: 4, to: 7 }, 2, true)).toEqual({ from: 2, to: 7 });
    expect(chosenRun({ from: 4, to: 7 }, 5, false)).toEqual({ from: 5, to: 5 });
  });
});

describe('times', () => {
  it('are read as people write them', () => {
    expect(['1.5', '-1,5', '+2', '1:20', '-0:30', ' 3 ', '', 'x', '1:2:3'].map(readSeconds)).toEqual([1.5, -1.5, 2, 80, -30, 3, undefined, undefined, undefined]);
  });

  it('are shown with a tenth, hours where there are some', () => {
    expect([0, 61_240_000, 3_599_960_000].map(clockOf)).toEqual(['00:00.0', '01:01.2', '1:00:00.0']);
  });
});
