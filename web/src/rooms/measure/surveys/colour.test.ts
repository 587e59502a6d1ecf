import { describe, expect, it } from 'vitest';
import { colourOf } from './colour';

describe('a colour that is typed', () => {
  it.each([
    ['#FFCC00', '#ffcc00'], ['ffcc00', '#ffcc00'], [' #fc0 ', '#ffcc00'], ['', undefined], ['#ffcc', undefined], ['red', undefined], ['#ffcc0g', undefined], ['#ffcc0011', undefined],
  ])('reads %s', (typed, want) => {
    expect(colourOf(typed)).toBe(want);
  });
});
