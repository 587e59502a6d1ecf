import { describe, expect, it } from 'vitest';
import type { Line, Mask } from '../wire';
import { chosenBy, stretchWords, toLine, toWord, wordsOf } from './words';

const mask = (start: number, length: number): Mask => ({ id: `m${start}`, n: 1, start, length, kind: 'name', replacement: '[x]', state: 'confirmed', at: '2026-01-01T00:00:00Z' });
const line = (n: number, text: string, masks: Mask[] = []): Line => ({ n, turn: 1, interviewer: false, text, masks });
const lines = [line(1, '😀 Zoé of Acme-Nord, zoe.b@acme.example!', [mask(2, 3)]), line(2, '…'), line(3, 'She said: l’usine.')];
const said = (n: number, from: number, to = from) => chosenBy({ n, from, to }, lines)?.words;

describe('words by the keys', () => {
  it('are those outside of masks, in code points', () => {
    expect(wordsOf(lines[0]!).map((w) => [...lines[0]!.text].slice(w.start, w.start + w.length).join(''))).toEqual(['of', 'Acme-Nord', 'zoe.b@acme.example']);
    expect(wordsOf(lines[1]!)).toEqual([]);
    expect(wordsOf(lines[2]!)).toHaveLength(4);
  });

  it('go line by line past those without words, and stay at the ends', () => {
    expect(toLine(null, lines, 1, 1)).toEqual({ n: 1, from: 0, to: 0 });
    expect(toLine(null, lines, -1, 2)).toEqual({ n: 1, from: 0, to: 0 });
    expect(toLine({ n: 1, from: 2, to: 2 }, lines, 1, 1)).toEqual({ n: 3, from: 0, to: 0 });
    expect(toLine({ n: 3, from: 0, to: 0 }, lines, 1, 1)).toEqual({ n: 3, from: 0, to: 0 });
    expect(toLine(null, [], 1, 1)).toBeNull();
  });

  it('go word by word over the end of a line', () => {
    expect(toWord({ n: 1, from: 0, to: 1 }, lines, 1)).toEqual({ n: 1, from: 2, to: 2 });
    expect(toWord({ n: 1, from: 2, to: 2 }, lines, 1)).toEqual({ n: 3, from: 0, to: 0 });
    expect(toWord({ n: 3, from: 0, to: 0 }, lines, -1)).toEqual({ n: 1, from: 2, to: 2 });
    expect(toWord({ n: 1, from: 0, to: 0 }, lines, -1)).toEqual({ n: 1, from: 0, to: 0 });
    expect(toWord({ n: 3, from: 3, to: 3 }, lines, 1)).toEqual({ n: 3, from: 3, to: 3 });
  });

  it('stretch to the next mask and come back', () => {
    const around = [line(1, 'Ask Zoé about Acme', [mask(4, 3)])];
    expect(stretchWords({ n: 1, from: 0, to: 0 }, around, 1)).toEqual({ n: 1, from: 0, to: 0 });
    expect(stretchWords({ n: 1, from: 1, to: 1 }, around, 1)).toEqual({ n: 1, from: 1, to: 2 });
    expect(stretchWords({ n: 1, from: 1, to: 2 }, around, -1)).toEqual({ n: 1, from: 1, to: 1 });
    expect(stretchWords({ n: 1, from: 1, to: 1 }, around, -1)).toEqual({ n: 1, from: 1, to: 1 });
  });

  it('are told with what stands between them, and hold when masks take some away', () => {
    expect(said(1, 0, 1)).toBe('of Acme-Nord');
    expect(said(3, 2, 3)).toBe('l’usine');
    expect(said(1, 7)).toBe('zoe.b@acme.example');
    expect(said(2, 0)).toBeUndefined();
    expect(chosenBy({ n: 1, from: 1, to: 1 }, lines)).toMatchObject({ n: 1, start: 9, length: 9 });
  });
});
