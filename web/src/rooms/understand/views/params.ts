/** A screen's search as a saved view keeps it: name to texts. */
export type Params = Record<string, string[]>;

/** What a saved view keeps of a screen's search; which view it came from is left out. */
export function toParams(search: object): Params {
  const params: Params = {};
  for (const [name, value] of Object.entries(search)) {
    if (name === 'view' || value === undefined || value === '') continue;
    params[name] = Array.isArray(value) ? value.map(String) : [String(value)];
  }
  return params;
}

// What is a list in an address, even where it holds one.
const lists = new Set(['where', 'by']);

/** The search a saved view opens; the screen itself drops what it does not know. */
export function fromParams(params: Readonly<Record<string, readonly string[] | null>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(params).map(([name, values]) => [name, lists.has(name) ? values : values?.[0]]));
}
