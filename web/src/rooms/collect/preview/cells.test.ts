import { describe, expect, it } from 'vitest';
import type { ColumnMapping, Mapping, PreviewRow } from '../wire';
import { readCell } from './cells';

const column = (role: string, more: object = {}) => ({ index: 0, name: 'Q', role, no_answer: [], ...more }) as unknown as ColumnMapping;
const mapping = { columns: [], consent: 'firm', time_column: 0 } as unknown as Mapping;
const row = (read: object, cell = 'raw') => ({ row: 2, cells: [cell], status: 'new', read: { answers: [], traits: {}, ...read } }) as unknown as PreviewRow;

describe('a cell of the preview', () => {
  it('is what the server read, not what stands in the file', () => {
    expect(readCell(row({ answers: [{ question: 'Q', score: 9 }] }), column('score'), mapping)).toEqual({ text: '9', as: 'number' });
    expect(readCell(row({ answers: [{ question: 'Q', score: 1, choice: 'Yes' }] }), column('score'), mapping)).toEqual({ text: 'Yes', as: 'plain' });
    expect(readCell(row({ at: '2026-01-02T00:00:00Z' }), column('time'), mapping).text).toBe('2026-01-02T00:00:00Z');
    expect(readCell(row({ traits: { Plan: 'Pro' } }), column('segment', { label: 'Plan' }), mapping).text).toBe('Pro');
  });

  it('says so where it is no answer', () => expect(readCell(row({}, '11'), column('score'), mapping).as).toBe('none'));

  it('is marked where it is why the row is refused', () => {
    const bad = { row: 2, cells: ['abc'], status: 'rejected', reject: { row: 2, column: 'Q', key: 'k', reason: 'r' } } as unknown as PreviewRow;
    expect(readCell(bad, column('score'), mapping)).toEqual({ text: 'abc', as: 'bad' });
    expect(readCell(bad, { ...column('score'), name: 'Other' }, mapping).as).toBe('unread');
  });
});
