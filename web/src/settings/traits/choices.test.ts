import { expect, it } from 'vitest';
import { readChoices, writeChoices } from './choices';

it('reads choices a line each, with or without a name for screens', () => {
  expect(readChoices('s = Small\n\n  large  \nx=\n = nothing\na = b = c')).toEqual([
    { key: 's', label: 'Small' },
    { key: 'large', label: 'large' },
    { key: 'x', label: 'x' },
    { key: 'a', label: 'b = c' },
  ]);
});

it('writes what it reads', () => {
  const text = 's = Small\nlarge';
  expect(writeChoices(readChoices(text))).toBe(text);
});
