import type { ColumnMapping, ColumnProfile, ImportKind, Mapping, Role } from '../wire';
import { presets, scaleFor } from './scales';

/** Roles as they are offered, in groups, for each kind of file. */
export const roleGroups = {
  answers: [
    { key: 'said', roles: ['score', 'text'] },
    { key: 'who', roles: ['customer', 'account', 'unit'] },
    { key: 'about', roles: ['segment', 'value', 'outcome', 'channel', 'language', 'weight'] },
    { key: 'row', roles: ['time', 'key'] },
    { key: 'not', roles: ['ignore'] },
  ],
  customers: [
    { key: 'who', roles: ['customer'] },
    { key: 'contact', roles: ['name', 'email', 'phone', 'title', 'language', 'opt_out'] },
    { key: 'firm', roles: ['account', 'account_name', 'unit', 'roles', 'tie'] },
    { key: 'about', roles: ['value', 'currency', 'trait', 'time'] },
    { key: 'not', roles: ['ignore'] },
  ],
  accounts: [
    { key: 'who', roles: ['account', 'name', 'owner', 'unit'] },
    { key: 'about', roles: ['value', 'currency', 'trait', 'time'] },
    { key: 'not', roles: ['ignore'] },
  ],
  events: [
    { key: 'happened', roles: ['event', 'time', 'touchpoint'] },
    { key: 'who', roles: ['customer', 'account', 'unit'] },
    { key: 'with', roles: ['property'] },
    { key: 'row', roles: ['key'] },
    { key: 'not', roles: ['ignore'] },
  ],
} as const satisfies Record<ImportKind, readonly { key: string; roles: readonly Role[] }[]>;

/** What the rows of a mapping are. */
export const kindOf = (mapping: Mapping): ImportKind => mapping.kind ?? 'answers';

/** Changes one column of a mapping. */
export function withColumn(mapping: Mapping, index: number, change: Partial<ColumnMapping>): Mapping {
  return { ...mapping, columns: mapping.columns.map((c) => (c.index === index ? { ...c, ...change } : c)) };
}

// The smallest usual scale that holds the column's numbers.
function fitting(column: ColumnProfile) {
  const { min, max } = column;
  if (min === undefined || max === undefined) return scaleFor(column.values.length === 2 ? 'yes_no' : 'labels', column);
  const fits = presets.slice(0, 4).map((p) => scaleFor(p, column)).filter((s) => s.min <= min && s.max >= max);
  return fits.sort((a, b) => a.max - a.min - (b.max - b.min))[0] ?? scaleFor('numbers', column);
}

/** Gives a column another role, with what that role needs; the row's own time and key follow. */
export function withRole(mapping: Mapping, column: ColumnProfile, role: Role): Mapping {
  const before = mapping.columns.find((c) => c.index === column.index);
  const change: Partial<ColumnMapping> = { role };
  if (role === 'score' && !before?.score) {
    const scale = fitting(column);
    change.score = { name: column.name, intent: 'satisfaction', scale, metric: scale.max - scale.min === 1 || column.min === undefined ? 'share' : 'mean' };
  }
  if (role === 'segment' || role === 'value' || role === 'outcome' || role === 'property' || role === 'trait') {
    change.kind = column.kind === 'date' ? 'date' : (column.kind === 'number' || column.kind === 'integer') && column.distinct > 12 ? 'number' : 'text';
  }
  if (role === 'time') change.kind = 'date';
  const next = withColumn(mapping, column.index, change);
  if (role === 'time') next.time_column ??= column.index;
  else if (next.time_column === column.index) next.time_column = firstWith(next, 'time');
  if (role === 'key') next.key_column = column.index;
  else if (next.key_column === column.index && role !== 'customer') next.key_column = undefined;
  return next;
}

function firstWith(mapping: Mapping, role: Role): number | undefined {
  return mapping.columns.find((c) => c.role === role)?.index;
}

/** Which columns are shown in the list of columns. */
export type Shown = 'all' | 'used' | 'unused' | 'doubtful';

interface Look {
  shown: Shown;
  /** Words that the heading must have. */
  find: string;
  /** Columns that need a look: a weak guess, an open question or an error. */
  doubtful: ReadonlySet<number>;
}

/** The columns that a list shows. */
export function columnsShown(mapping: Mapping, { shown, find, doubtful }: Look): ColumnMapping[] {
  const words = find.trim().toLocaleLowerCase();
  return mapping.columns.filter(
    (c) =>
      (shown === 'all' || (shown === 'doubtful' ? doubtful.has(c.index) : (c.role !== 'ignore') === (shown === 'used'))) &&
      c.name.toLocaleLowerCase().includes(words),
  );
}

/** The column an error of the server is about: "columns[3].score.good" is about 3. */
export function columnOf(field: string): number | undefined {
  const found = /^columns?\[(\d+)\]/.exec(field) ?? /^columns\.(\d+)(\.|$)/.exec(field);
  return found ? Number(found[1]) : undefined;
}

/** The currencies of a file's amounts besides the organisation's: those that columns are said to be in, and those that stand in a column of currencies. */
export function foreignCurrencies(mapping: Mapping, columns: readonly ColumnProfile[], own: string): string[] {
  const found = new Set<string>();
  for (const c of mapping.columns) {
    if (c.currency && c.role !== 'ignore') found.add(c.currency);
    if (c.role !== 'currency') continue;
    for (const { value } of columns.find((p) => p.index === c.index)?.values ?? []) {
      const code = value.trim().toUpperCase();
      if (/^[A-Z]{3}$/.test(code)) found.add(code);
    }
  }
  found.delete(own);
  return [...found].sort();
}
