/** What the address of an anonymous survey's figures says: version, cut, and a class of each other cut. */
export interface NamelessSearch {
  version?: number;
  by?: string;
  where?: string[];
}

export function readNamelessSearch(raw: Record<string, unknown>): NamelessSearch {
  const version = Number(raw.version);
  const where = Array.isArray(raw.where) ? raw.where.filter((w): w is string => typeof w === 'string' && w.includes(':')).slice(0, 4) : [];
  return {
    version: Number.isInteger(version) && version > 0 ? version : undefined,
    by: typeof raw.by === 'string' && raw.by ? raw.by : undefined,
    where: where.length > 0 ? where : undefined,
  };
}

/** The class to which a cut is narrowed, '' for any. */
export const classIn = (search: NamelessSearch, cut: string) => search.where?.find((w) => w.startsWith(`${cut}:`))?.slice(cut.length + 1) ?? '';

/** The search with a cut narrowed to a class, '' for any. A cut that figures are told by is not narrowed too. */
export function narrowed(search: NamelessSearch, cut: string, value: string): NamelessSearch {
  const where = (search.where ?? []).filter((w) => !w.startsWith(`${cut}:`));
  return { ...search, where: value ? [...where, `${cut}:${value}`] : where.length > 0 ? where : undefined };
}

export const toldBy = (search: NamelessSearch, by: string): NamelessSearch => ({ ...narrowed(search, by, ''), by: by || undefined });
