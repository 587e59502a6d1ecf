import type { Condition, Field, Measure } from './wire';

/** A condition to begin with, for a field that was just chosen. */
export function begun(field: Field): Condition {
  if (field.kind === 'count') return { field: field.key, at_least: 1, days: 90 };
  return { field: field.key };
}

/** Whether the server can read it: what it compares with is there. */
export function isWhole(field: Field | undefined, c: Condition): boolean {
  if (!field) return false;
  if (field.kind === 'count') return c.of?.latest !== 'true' || Boolean(c.of.measure && (c.of.group || c.of.score_min || c.of.score_max));
  return c.known !== undefined || (c.one_of?.length ?? 0) > 0 || Boolean(c.from) || Boolean(c.to);
}

/** How a field is compared: with values, a range, or whether it is known. */
export type Way = 'one_of' | 'range' | 'known' | 'unknown';

export function wayOf(field: Field, c: Condition): Way {
  if (c.known === true) return 'known';
  if (c.known === false) return 'unknown';
  return waysOf(field)[0] ?? 'one_of';
}

export function waysOf(field: Field): Way[] {
  const ranged = field.kind === 'number' || field.kind === 'money' || field.kind === 'date';
  if (field.key === 'customer.since') return ['range'];
  return [ranged ? 'range' : 'one_of', 'known', 'unknown'];
}

/** How many of what is counted there are: at least, at most, none. */
export type Count = 'at_least' | 'at_most' | 'none';

export const countOf = (c: Condition): Count => (c.at_most === 0 ? 'none' : c.at_most !== undefined ? 'at_most' : 'at_least');

/** When what is counted happened. */
export type When = 'any' | 'days' | 'between';

export const whenOf = (c: Condition): When => (c.since || c.until ? 'between' : c.days ? 'days' : 'any');

/** The condition with another time; what is not given goes. */
export function withWhen(c: Condition, when: Pick<Condition, 'days' | 'since' | 'until'>): Condition {
  const { days: _, since: __, until: ___, ...rest } = c;
  return { ...rest, ...Object.fromEntries(Object.entries(when).filter(([, value]) => value !== undefined)) };
}

/** The groups into which the scores of a measure fall. */
export function groupsOf(measure: Measure | undefined): string[] {
  if (measure?.metric === 'nps') return ['promoter', 'passive', 'detractor'];
  if (measure?.metric === 'share') return ['good', 'other'];
  return [];
}

/** The condition with one of its parts; what is empty is left out. */
export function withOf(c: Condition, key: string, value: string): Condition {
  const { [key]: _, ...rest } = c.of ?? {};
  const of = value ? { ...rest, [key]: value } : rest;
  const { of: __, ...bare } = c;
  return Object.keys(of).length > 0 ? { ...bare, of } : bare;
}
