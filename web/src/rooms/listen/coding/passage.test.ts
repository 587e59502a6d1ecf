import { describe, expect, it } from 'vitest';
import { codePoints, compare, overlaps, part, placeOf, trimmed, whole, within, wordsOf } from './passage';

const lines = [
  { n: 1, text: 'I 😀 waited.' },
  { n: 2, text: 'Élodie said soon.' },
  { n: 3, text: 'Soon is no number.' },
];

describe('passages', () => {
  it('counts code points, as the server does', () => {
    expect(codePoints('I 😀 é')).toBe(5);
    expect(placeOf('I 😀 waited.', 5)).toBe(4);
    expect(part('I 😀 waited.', 2, 3)).toBe('😀');
  });

  it('takes whole sentences, and the words of a passage over several', () => {
    expect(whole(lines, 1, 2)).toEqual({ from_n: 1, from_pos: 0, to_n: 2, to_pos: 17 });
    expect(wordsOf({ from_n: 1, from_pos: 4, to_n: 2, to_pos: 6 }, lines)).toBe('waited. Élodie');
    expect(within(whole(lines, 1, 3), lines[1]!)).toEqual({ from: 0, to: 17 });
    expect(within({ from_n: 1, from_pos: 4, to_n: 1, to_pos: 6 }, lines[1]!)).toBeNull();
  });

  it('knows what overlaps: touching is not overlapping', () => {
    const a = { from_n: 1, from_pos: 0, to_n: 1, to_pos: 4 };
    expect(overlaps(a, { from_n: 1, from_pos: 4, to_n: 2, to_pos: 1 })).toBe(false);
    expect(overlaps(a, { from_n: 1, from_pos: 3, to_n: 2, to_pos: 1 })).toBe(true);
    expect(overlaps(whole(lines, 1, 3), a)).toBe(true);
  });

  it('puts the longer first where two begin together', () => {
    expect([whole(lines, 1), whole(lines, 1, 2)].sort(compare)).toEqual([whole(lines, 1, 2), whole(lines, 1)]);
  });

  it('leaves white space at the ends out, over sentences too', () => {
    expect(trimmed({ from_n: 1, from_pos: 1, to_n: 1, to_pos: 4 }, lines)).toEqual({ from_n: 1, from_pos: 2, to_n: 1, to_pos: 3 });
    expect(trimmed({ from_n: 1, from_pos: 11, to_n: 3, to_pos: 0 }, lines)).toEqual({ from_n: 2, from_pos: 0, to_n: 2, to_pos: 17 });
    expect(trimmed({ from_n: 2, from_pos: 6, to_n: 2, to_pos: 7 }, lines)).toBeNull();
  });
});
