import { describe, expect, it } from 'vitest';
import { moved, wordStarts } from './part';

describe('a part of a sentence', () => {
  const text = 'Zoé waited 👍🏽 long.';
  const words = wordStarts(text);
  const whole = { from: 0, to: Array.from(text).length };

  it('knows where words begin and end, in code points', () => {
    expect(words).toEqual({ begins: [0, 4, 11, 14], ends: [3, 10, 13, 19] });
  });

  it('moves its ends word by word and keeps one word', () => {
    let part = moved(whole, words, 'from', 1);
    expect(part).toEqual({ from: 4, to: 19 });
    part = moved(moved(part, words, 'to', -1), words, 'to', -1);
    expect(part).toEqual({ from: 4, to: 10 });
    expect(moved(part, words, 'to', -1)).toEqual(part);
    expect(moved(part, words, 'from', 1)).toEqual(part);
    expect(moved(part, words, 'to', 1)).toEqual({ from: 4, to: 13 });
    expect(moved(whole, words, 'to', 1)).toEqual(whole);
  });
});
