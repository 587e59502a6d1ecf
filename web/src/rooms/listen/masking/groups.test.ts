import { describe, expect, it } from 'vitest';
import type { Line, Mask } from '../wire';
import { groupMasks, runsOf } from './groups';

const mask = (id: string, start: number, length: number, state: Mask['state'] = 'proposed', kind: Mask['kind'] = 'name'): Mask => ({ id, n: 1, start, length, kind, replacement: '[x]', state, at: '2026-01-01T00:00:00Z' });
const line = (n: number, text: string, masks: Mask[]): Line => ({ n, turn: 1, interviewer: false, text, masks });

describe('masks of a document', () => {
  it('are gathered by what they hide, undecided ones first', () => {
    const groups = groupMasks([line(1, '😀 Zoé and Acme', [mask('a', 2, 3), mask('b', 10, 4, 'confirmed', 'firm')]), line(2, 'zoé again', [mask('c', 0, 3)])]);
    expect(groups.map((g) => [g.words, g.kind, g.masks.map((m) => m.id)])).toEqual([['Zoé', 'name', ['a', 'c']], ['Acme', 'firm', ['b']]]);
  });

  it('cut a sentence without losing a letter', () => {
    const runs = runsOf(line(1, '😀 Zoé and Acme', [mask('b', 10, 4), mask('a', 2, 3), mask('c', 3, 2)]));
    expect(runs.map((r) => r.text).join('')).toBe('😀 Zoé and Acme');
    expect(runs.filter((r) => r.mask).map((r) => r.text)).toEqual(['Zoé', 'Acme']);
  });
});
