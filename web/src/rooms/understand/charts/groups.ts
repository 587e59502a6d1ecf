import type { Axis } from '@/ui/axis';

/** A column of a picture of groups: one figure a row on a common axis. */
export interface Column<Row> {
  key: string;
  title: string;
  /** The title where there is little room; it may stand before the figure's words. */
  brief?: string;
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
  /** Height of the heading of a group, and the line a row's name stands on. */
  headingHeight: number;
  nameLine: number;
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

/** Lays out `rows` rows under `headings` headings of groups for a width. */
export function places(width: number, letters: Letters, rows: number, headings = 0, top = 30, foot = 24): Places {
  const columns = letters.words.length;
  const rooms = letters.words.map((n) => n * 6.4 + 14);
  const names = Math.min(300, Math.max(90, letters.name * letter + 14));
  const axes = width - names - countRoom - rooms.reduce((sum, room) => sum + room, 0) - columns * 20;
  if (axes < columns * leastAxis) {
    const line = 40;
    const headingHeight = 32;
    // A name that would be cut beside the words has a line of its own.
    const beside = Math.max(8, Math.floor((width - (letters.words[0] ?? 0) * 6.4 - 70) / letter));
    const own = letters.name > beside ? 18 : 0;
    const rowHeight = 10 + own + columns * line;
    const list = letters.words.map((_, i) => ({ from: 4, to: width - 4, line: own + 30 + i * line, words: width, wordsLine: own + 14 + i * line }));
    return {
      width, height: top + rows * rowHeight + headings * headingHeight + foot, narrow: true, letters: own ? Math.floor(width / letter) : beside, rowHeight, headingHeight, nameLine: 14,
      top, columns: list, n: width, nLine: 14,
    };
  }
  let at = names;
  const list = rooms.map((room) => {
    const from = at + 16;
    const to = from + axes / columns;
    at = to + room + 4;
    return { from, to, line: 15, words: at, wordsLine: 19 };
  });
  return {
    width, height: top + (rows + headings) * 30 + foot, narrow: false, letters: Math.floor((names - 6) / letter), rowHeight: 30, headingHeight: 30, nameLine: 19,
    top, columns: list, n: width, nLine: 19,
  };
}

/** The title that stands before a figure's words: the whole or the brief one, whichever leaves room for so many letters. */
export const before = ({ title, brief }: { title: string; brief?: string }, words: number, width: number): string | undefined =>
  [title, brief].find((t) => t !== undefined && (t.length + 3 + words) * 6.4 <= width);

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
