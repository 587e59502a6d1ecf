import type { Format } from '@/format/format';
import type { Cell, ChangesResult, Difference, Figure, Origin, Part, Result, Segment, Segments, Without } from '../wire';
import type { Order } from './search';

/** One figure of the screen: the same whether drawn, written in a table, or sent to a file. */
export interface Row {
  id: string;
  /** Which values of which cuts; none for all answers. */
  parts: Part[];
  /** The period it is about, in a series. */
  period?: { from: string; to: string; complete: boolean };
  figure: Figure;
  /** What the comparison is with, where it is shown. */
  other?: Figure;
  difference?: Difference;
  /** Query string that lists the answers behind the figure. */
  answers: string;
}

/** All that is on the screen. */
export interface Shown {
  origin: Origin;
  /** Names of the cuts, in order. */
  cuts: { key: string; label: string }[];
  /** The figure of all answers, where there is one. */
  total?: Row;
  /** The total without answers that look doubtful, where some do and the figures are not compared. */
  without?: Without;
  rows: Row[];
  /** How many rows there are in all. */
  count: number;
  /** Why nothing was compared: too many groups. */
  tooMany?: boolean;
  /** Comparisons over which q was taken. */
  considered?: number;
  distinct?: number;
  /** The two periods that are compared. */
  spans?: { now: ChangesResult['now']; before: ChangesResult['before'] };
}

const idOf = (parts: readonly Part[], from?: string) => [from ?? '', ...parts.map((p) => `${p.cut}=${p.value === null ? '' : `:${p.value}`}`)].join('|');

const rowOf = (cell: Cell): Row => ({
  id: idOf(cell.key, cell.period?.from), parts: cell.key, period: cell.period, figure: cell.figure, answers: cell.answers,
});

/** Figures by cuts and period. */
export function ofMetric(pages: readonly Result[]): Shown | undefined {
  const first = pages[0];
  if (!first) return undefined;
  return { origin: first, cuts: first.cuts, total: rowOf(first.total), without: first.without, rows: pages.flatMap((p) => p.cells.map(rowOf)), count: first.cell_count };
}

/** Figures of the later of two periods, each with its difference from the one before. */
export function ofChanges(result: ChangesResult, cuts: Shown['cuts']): Shown {
  const row = (c: ChangesResult['overall']): Row => ({ ...rowOf(c.now), id: idOf(c.key), parts: c.key, period: undefined, other: c.before.figure, difference: c.difference });
  return {
    origin: { ...result, from: result.now.from, to: result.now.to }, cuts, total: row(result.overall), rows: result.changes.map(row), count: result.count,
    considered: result.considered, distinct: result.distinct, spans: { now: result.now, before: result.before },
  };
}

const partsOf = (s: Segment): Part[] => [s.key, ...(s.crossed ?? [])];
const segmentRow = (s: Segment): Row => ({ id: idOf(partsOf(s)), parts: partsOf(s), figure: s.figure, difference: s.against_rest, answers: s.answers });

/** Values of a cut, or of two crossed, each with its difference from all other answers. */
export function ofSegments(pages: readonly Segments[], cuts: Shown['cuts']): Shown | undefined {
  const first = pages[0];
  if (!first) return undefined;
  return {
    origin: first, cuts, total: rowOf(first.total), rows: pages.flatMap((p) => p.segments.map(segmentRow)), count: first.count,
    considered: first.considered, distinct: first.distinct, tooMany: first.keys.some((k) => k.left_out === 'too_many_values'),
  };
}

/**
 * Two groups beside each other: among only their answers, what is not the one
 * is the other, so the difference from the rest is the difference from it.
 */
export function ofTwo(result: Segments, cuts: Shown['cuts'], a: string): Shown {
  const rows = result.segments.map(segmentRow).map((row) => ((row.parts[0]?.value ?? '') === a ? row : { ...row, difference: undefined }));
  const q = rows.find((r) => r.difference)?.difference?.q;
  return { origin: result, cuts, total: rowOf(result.total), rows, count: rows.length, considered: typeof q === 'number' ? 1 : 0, distinct: typeof q === 'number' && q <= 0.05 ? 1 : 0 };
}

/**
 * Sorts rows, those of a period together and in time; by value or difference,
 * rows without an interval come last whichever way, since their value tells
 * little.
 */
export function sortRows(rows: readonly Row[], by: Order, down: boolean, format: Pick<Format, 'compare'>): Row[] {
  const sign = down ? -1 : 1;
  const name = (r: Row) => r.parts.map((p) => p.label).join(' ');
  const sure = (f?: Pick<Figure, 'value' | 'low'>) => (f && f.low !== null ? f.value : null);
  const number = (r: Row) => (by === 'n' ? r.figure.n : sure(by === 'difference' ? r.difference : r.figure));
  const inTime = (a: Row, b: Row) => (a.period?.from ?? '').localeCompare(b.period?.from ?? '');
  return [...rows].sort((a, b) => {
    if (by === 'name') return sign * inTime(a, b) || sign * format.compare(name(a), name(b));
    const [x, y] = [number(a), number(b)];
    if (x === null || y === null) return x === y ? format.compare(name(a), name(b)) : x === null ? 1 : -1;
    return sign * (x - y) || inTime(a, b) || format.compare(name(a), name(b));
  });
}
