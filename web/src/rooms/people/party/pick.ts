/** The trait that a filter is of. */
export const pickOf = (value: readonly string[] | undefined): string | undefined => value?.[0]?.slice(0, value[0].indexOf(':'));

/** The values of a filter by choices or a text. */
export const pickedValues = (value: readonly string[] | undefined): string[] => (value ?? []).map((pair) => pair.slice(pair.indexOf(':') + 1));

/** The two ends of a filter by a range, '' for none. */
export function pickedRange(value: readonly string[] | undefined): [string, string] {
  const [from = '', to = ''] = (pickedValues(value)[0] ?? '').split('..');
  return [from, to];
}

/** Reads a filter by trait out of an address: ID:VALUE, all of one trait; what does not belong is dropped. */
export function readPicks(raw: unknown): string[] | undefined {
  const pairs = (Array.isArray(raw) ? raw : [raw]).filter((v): v is string => typeof v === 'string' && /^[\da-f-]{36}:./.test(v));
  const own = pairs.filter((p) => pickOf([p]) === pickOf(pairs)).slice(0, 50);
  return own.length > 0 ? own : undefined;
}
