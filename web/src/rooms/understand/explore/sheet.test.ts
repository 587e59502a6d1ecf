import { describe, expect, it } from 'vitest';
import type { Row, Shown } from './rows';
import { sheetOf, type SheetWords } from './sheet';

const figure = (value: number | null): Row['figure'] => ({
  value, low: value === null ? null : value - 0.1, high: value === null ? null : value + 0.1, n: 40, n_eff: 31.25, deff: 1, unit: 'share', method: value === null ? '' : 'wilson',
  method_label: 'Wilson', trouble: value === null ? 'too_few' : '',
});
const row = (label: string, value: number | null, more: Partial<Row> = {}): Row => ({ id: label, parts: [{ cut: 't1', value: label, label }], figure: figure(value), answers: '', ...more });
const shown = (weighted = false): Shown => ({ origin: { weighted } as Shown['origin'], cuts: [{ key: 't1', label: 'Plan' }], rows: [], count: 0, total: { ...row('', 0.5), parts: [] } });
const column = Object.fromEntries(
  ['from', 'to', 'group', 'value', 'low', 'high', 'unit', 'n', 'effective', 'method', 'difference', 'differenceLow', 'differenceHigh', 'p', 'q', 'differenceMethod'].map((k) => [k, k]),
) as SheetWords['column'];
const words: SheetWords = { column, cuts: ['Plan'], part: (r, i) => r.parts[i]?.label ?? '', all: 'All', unit: (u) => u, method: (f) => f.method_label };

describe('an exported table', () => {
  it('has interval, n and method beside each figure, and all answers last', () => {
    const sheet = sheetOf(shown(), [row('Pro', 0.3), row('Team', null)], words);
    expect(sheet.header).toEqual(['Plan', 'value', 'low', 'high', 'unit', 'n', 'method']);
    expect(sheet.rows).toEqual([
      ['Pro', 0.3, 0.2, 0.4, 'share', 40, 'Wilson'],
      ['Team', null, null, null, 'share', 40, 'Wilson'],
      ['All', 0.5, 0.4, 0.6, 'share', 40, 'Wilson'],
    ]);
  });

  it('adds periods, weights and comparisons where the screen has them', () => {
    const difference = { value: 0.05, low: 0.01, high: 0.09, p: 0.01, q: 0.02, unit: 'share' as const, method: 'x', method_label: 'X', trouble: '' as const };
    const sheet = sheetOf(shown(true), [row('Pro', 0.3, { difference, period: { from: '2026-01-01', to: '2026-01-31', complete: true } })], words);
    expect(sheet.header).toEqual([
      'from', 'to', 'Plan', 'value', 'low', 'high', 'unit', 'n', 'effective', 'method', 'difference', 'differenceLow', 'differenceHigh', 'p', 'q', 'differenceMethod',
    ]);
    expect(sheet.rows[0]).toEqual(['2026-01-01', '2026-01-31', 'Pro', 0.3, 0.2, 0.4, 'share', 40, 31.25, 'Wilson', 0.05, 0.01, 0.09, 0.01, 0.02, 'X']);
    expect(sheet.rows[1]).toHaveLength(sheet.header.length);
  });
});
