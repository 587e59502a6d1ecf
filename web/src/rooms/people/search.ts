import { readPicks } from './party/pick';
import { roles, type Role } from './wire';

/** What the address of the list of customers says. */
export interface CustomersSearch {
  q?: string;
  account?: string;
  unit?: string;
  role?: Role;
  /** ID:VALUE or ID:FROM..TO, all of one trait. */
  trait?: string[];
}

/** What the address of the list of accounts says. */
export interface AccountsSearch {
  program?: string;
  measure?: string;
  from?: string;
  to?: string;
  /** Months after which an account is silent. */
  cadence?: number;
  by?: 'mean' | 'contact';
  show?: 'heard' | 'silent' | 'at_risk';
  sort?: 'score' | 'last' | 'name';
  q?: string;
  unit?: string;
  /** ID:VALUE or ID:FROM..TO, all of one trait: figures and list are of these firms. */
  trait?: string[];
}

/** What the address of one account says: by which question its scores stand. */
export type AccountSearch = Pick<AccountsSearch, 'program' | 'measure'>;

const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value).trim().slice(0, 200) || undefined : undefined);
const day = (value: unknown) => (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined);
const one = <T extends string>(value: unknown, of: readonly T[]) => of.find((x) => x === value);
const months = (value: unknown) => (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 60 ? Number(value) : undefined);

function known<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined)) as T;
}

/** Reads the address of the customers; what does not belong is dropped. */
export const readCustomersSearch = (raw: Record<string, unknown>): CustomersSearch =>
  known({ q: text(raw.q), account: text(raw.account), unit: text(raw.unit), role: one(raw.role, roles), trait: readPicks(raw.trait) });

/** Reads the address of one account; what does not belong is dropped. */
export const readAccountSearch = (raw: Record<string, unknown>): AccountSearch => known({ program: text(raw.program), measure: text(raw.measure) });

/** Reads the address of those known twice: persons unless firms are asked for. */
export const readDuplicatesSearch = (raw: Record<string, unknown>): { of?: 'accounts' } => known({ of: one(raw.of, ['accounts'] as const) });

/** Reads the address of the accounts; what does not belong is dropped. */
export const readAccountsSearch = (raw: Record<string, unknown>): AccountsSearch =>
  known({
    program: text(raw.program), measure: text(raw.measure), from: day(raw.from), to: day(raw.to), cadence: months(raw.cadence),
    by: one(raw.by, ['mean', 'contact']), show: one(raw.show, ['heard', 'silent', 'at_risk']), sort: one(raw.sort, ['score', 'last', 'name']), q: text(raw.q),
    unit: text(raw.unit), trait: readPicks(raw.trait),
  });
