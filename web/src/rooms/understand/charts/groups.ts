import type { Axis } from './axis';

/** A column of a picture of groups: one figure a row on a common axis. */
export interface Column<Row> {
  key: string;
  title: string;
  axis: Axis;
  /** The figure of a row, or undefined where there is no interval to draw. */
  figure: (row: Row) => { value: number; low: number; high: number } | undefined;
  /** The figure in words, with its interval. */
  words: (row: Row) => string;
  /** How the lines of the axis are written. */
  write: (value: number) => string;
  /** A line to compare with: the figure of all, or no difference. */
  target?: number;
}

/** Where the parts of a picture of groups stand, in pixels. */
export interface Places {
  width: number;
  height: number;
  /** Whether names stand above the bars, for want of room beside them. */
  narrow: boolean;
  /** How many letters of a name there is room for. */
  letters: number;
  rowHeight: number;
  top: number;
  /** Per column: ends of its axis, the line it stands on within a row, and where its words end. */
  columns: { from: number; to: number; line: number; words: number; wordsLine: number }[];
  /** Where n ends, and on which line of a row. */
  n: number;
  nLine: number;
}

const letter = 7;
const countRoom = 74;
const leastAxis = 110;

/** What has to find room beside the bars, in letters: the longest name, and the longest words of each column. */
export interface Letters {
  name: number;
  words: readonly number[];
}

/** Lays out `rows` rows and headings of groups for a width. */
export function places(width: number, letters: Letters, rows: number, top = 30, foot = 24): Places {
  const columns = letters.words.length;
  const rooms = letters.words.map((n) => n * 6.4 + 14);
  const names = Math.min(300, Math.max(90, letters.name * letter + 14));
  const axes = width - names - countRoom - rooms.reduce((sum, room) => sum + room, 0) - columns * 20;
  if (axes < columns * leastAxis) {
    const line = 40;
    const rowHeight = 10 + columns * line;
    const list = letters.words.map((_, i) => ({ from: 4, to: width - 4, line: 30 + i * line, words: width, wordsLine: 14 + i * line }));
    const room = (letters.words[0] ?? 0) * 6.4 + 70;
    return { width, height: top + rows * rowHeight + foot, narrow: true, letters: Math.max(8, Math.floor((width - room) / letter)), rowHeight, top, columns: list, n: width, nLine: 14 };
  }
  let at = names;
  const list = rooms.map((room) => {
    const from = at + 16;
    const to = from + axes / columns;
    at = to + room + 4;
    return { from, to, line: 15, words: at, wordsLine: 19 };
  });
  return { width, height: top + rows * 30 + foot, narrow: false, letters: Math.floor((names - 6) / letter), rowHeight: 30, top, columns: list, n: width, nLine: 19 };
}

/** A name cut to the letters there is room for. */
export const fitting = (name: string, letters: number): string => (name.length > letters ? `${name.slice(0, Math.max(1, letters - 1)).trimEnd()}…` : name);

/** A value's place on an axis drawn from one place to another, kept on it. */
export function along({ min, max }: Pick<Axis, 'min' | 'max'>, from: number, to: number, value: number): number {
  const share = Math.min(1, Math.max(0, (value - min) / (max - min)));
  return Math.round((from + share * (to - from)) * 10) / 10;
}

/** Rows in groups, in the order in which the groups first appear. */
export function grouped<Row>(rows: readonly Row[], groupOf: (row: Row) => string | undefined): { name?: string; rows: Row[] }[] {
  const found = new Map<string | undefined, Row[]>();
  for (const row of rows) found.set(groupOf(row), [...(found.get(groupOf(row)) ?? []), row]);
  return [...found].map(([name, list]) => ({ name, rows: list }));
}
