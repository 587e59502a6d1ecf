import type { Row, Shown } from './rows';
import type { Sheet, Value } from './csv';

/** What the columns and remarks of an exported table are called. */
export interface SheetWords {
  column: Record<
    'from' | 'to' | 'group' | 'value' | 'low' | 'high' | 'unit' | 'n' | 'effective' | 'method' | 'difference' | 'differenceLow' | 'differenceHigh' | 'p' | 'q' | 'differenceMethod',
    string
  >;
  /** Names of the cuts, in order. */
  cuts: string[];
  part: (row: Row, cut: number) => string;
  all: string;
  unit: (unit: 'points' | 'share' | 'score') => string;
  method: (figure: { method: string; method_label: string }) => string;
}

const known = (value: number | null): Value => (value === null ? null : Number(value.toPrecision(10)));

/** Rows as a table to take away: numbers as numbers, interval, n and method beside each. */
export function sheetOf(shown: Shown, rows: readonly Row[], words: SheetWords): Sheet {
  const { column } = words;
  const listed = shown.total && shown.cuts.length > 0 ? [...rows, shown.total] : rows;
  const timed = listed.some((r) => r.period);
  const weighted = shown.origin.weighted;
  const compared = listed.some((r) => r.difference);
  const group = words.cuts.length > 0 ? words.cuts : [column.group];
  const header = [
    ...(timed ? [column.from, column.to] : []), ...group, column.value, column.low, column.high, column.unit, column.n, ...(weighted ? [column.effective] : []), column.method,
    ...(compared ? [column.difference, column.differenceLow, column.differenceHigh, column.p, column.q, column.differenceMethod] : []),
  ];
  const line = (r: Row): Value[] => {
    const f = r.figure;
    const d = r.difference;
    return [
      ...(timed ? [r.period?.from ?? null, r.period?.to ?? null] : []),
      ...group.map((_, i) => (r.parts.length > 0 ? words.part(r, i) : i === 0 ? words.all : null)),
      known(f.value), known(f.low), known(f.high), words.unit(f.unit), f.n, ...(weighted ? [known(f.n_eff)] : []), words.method(f),
      ...(compared ? (d ? [known(d.value), known(d.low), known(d.high), known(d.p), known(d.q), words.method(d)] : [null, null, null, null, null, null]) : []),
    ];
  };
  return { header, rows: listed.map(line) };
}
