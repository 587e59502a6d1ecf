import { describe, expect, it } from 'vitest';
import { findAll } from './find';
import { part } from './passage';
import { segments } from './segments';

const lines = [
  { n: 1, text: 'Le RETARD, encore un retard 😀 retardé.' },
  { n: 2, text: 'Après l’été, Éric a Œuvré. Noretard.' },
];

describe('finding words in a document', () => {
  it('finds them whatever their case and accents, where a word begins', () => {
    expect(findAll(lines, 'retard').map((p) => [p.from_n, part(lines[p.from_n - 1]!.text, p.from_pos, p.to_pos)])).toEqual([[1, 'RETARD'], [1, 'retard'], [1, 'retard']]);
    expect(findAll(lines, "l'ete").map((p) => part(lines[1]!.text, p.from_pos, p.to_pos))).toEqual(['l’été']);
    expect(findAll(lines, 'eric')).toHaveLength(1);
    expect(findAll(lines, ' ')).toEqual([]);
  });

  it('stops at the most it was asked for', () => {
    expect(findAll(lines, 'r', 2)).toHaveLength(2);
  });
});

describe('segments of a sentence', () => {
  it('are cut where a mask, the selection or a hit begins or ends, and hold every character', () => {
    const text = 'I saw 😀 Anna there';
    const out = segments(text, [{ start: 8, length: 4, state: 'confirmed', replacement: 'P1' }, { start: 0, length: 1, state: 'refused', replacement: 'x' }], { from: 6, to: 10 }, [{ from: 13, to: 18 }]);
    expect(out.map((s) => s.text)).toEqual(['I saw ', '😀 ', 'An', 'na', ' ', 'there']);
    expect(out.map((s) => [s.selected, s.found, s.mask])).toEqual([
      [false, false, undefined], [true, false, undefined], [true, false, 'P1'], [false, false, 'P1'], [false, false, undefined], [false, true, undefined],
    ]);
    expect(out.map((s) => s.text).join('')).toBe(text);
    expect(segments('', [], null)).toEqual([]);
  });
});
