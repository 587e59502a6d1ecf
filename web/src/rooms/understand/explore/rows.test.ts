import { describe, expect, it } from 'vitest';
import type { Figure, Result, Segments } from '../wire';
import { ofMetric, ofTwo, sortRows, type Row } from './rows';
import { readUnderstandSearch, sortingOf } from './search';

const figure = (value: number | null, n = 10): Figure => ({ value, low: value === null ? null : value - 1, high: value === null ? null : value + 1, n }) as Figure;
const row = (label: string, value: number | null, more: Partial<Row> = {}): Row => ({ id: label, parts: [{ cut: 't1', value: label, label }], figure: figure(value), answers: '', ...more });
const compare = { compare: (a: string, b: string) => a.localeCompare(b) };
const names = (rows: readonly Row[]) => rows.map((r) => r.id);

describe('rows', () => {
  const rows = [row('b', 2), row('few', null), row('a', 1, { figure: figure(1, 99) })];
  it('are sorted by value with those that tell little last, whichever way', () => {
    expect(names(sortRows(rows, 'value', true, compare))).toEqual(['b', 'a', 'few']);
    expect(names(sortRows(rows, 'value', false, compare))).toEqual(['a', 'b', 'few']);
    expect(names(sortRows(rows, 'n', true, compare))[0]).toBe('a');
    expect(names(sortRows(rows, 'name', false, compare))).toEqual(['a', 'b', 'few']);
  });

  it('of a series stay in time when sorted by name', () => {
    const period = (from: string) => ({ from, to: from, complete: true });
    const series = [row('b', 1, { id: 'b2', period: period('2026-02-01') }), row('b', 1, { id: 'b1', period: period('2026-01-01') }), row('a', 1, { id: 'a2', period: period('2026-02-01') })];
    expect(names(sortRows(series, 'name', false, compare))).toEqual(['b1', 'a2', 'b2']);
  });

  it('carry what the total is without doubtful answers', () => {
    const total = { key: [], figure: figure(1), answers: '' };
    const page = { total, cuts: [], cells: [], cell_count: 0, without: { doubtful: 2, figure: figure(3, 8) } } as unknown as Result;
    expect(ofMetric([page])?.without?.figure.n).toBe(8);
  });

  it('of two groups show the one difference there is, once', () => {
    const segment = (value: string | null) => ({ key: { cut: 't1', value, label: value ?? '' }, figure: figure(1), against_rest: { ...figure(1), q: 0.04 }, answers: '' });
    const shown = ofTwo({ segments: [segment('x'), segment(null)], total: { key: [], figure: figure(1), answers: '' } } as unknown as Segments, [], '');
    expect(shown.rows.map((r) => r.difference !== undefined)).toEqual([false, true]);
    expect([shown.considered, shown.distinct]).toEqual([1, 1]);
  });
});

describe('the address of Understand', () => {
  it('is read, and what does not belong is dropped', () => {
    expect(readUnderstandSearch({ by: ['t1', 't1', 'unit', 't3'], compare: 'group', a: '', b: 7, show: 'table', sort: '-n', period: 'decade', x: 1 })).toEqual({
      by: ['t1', 'unit'], compare: 'group', a: '', b: '7', show: 'table', sort: '-n',
    });
    expect(readUnderstandSearch({ by: 'none', a: 'x', compare: 'rest', sort: 'size' })).toEqual({ by: ['none'], compare: 'rest' });
  });

  it('says how rows are sorted', () => {
    expect(sortingOf('-difference')).toEqual({ by: 'difference', down: true });
    expect(sortingOf('name')).toEqual({ by: 'name', down: false });
    expect(sortingOf(undefined)).toBeUndefined();
  });
});
