import type { Book, Code, Coding, Family } from './wire';

/** The colour of a family, as a token of the theme. */
export const colourOf = (family: Pick<Family, 'colour'> | undefined): string => (family ? `var(--family-${family.colour})` : 'var(--mid)');

const fold = (s: string) => s.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** A codebook by the questions the screen asks of it. */
export interface Index {
  codes: Map<string, Code>;
  families: Map<string, Family>;
  /** The code under which a coding counts: where one was merged, another stands for it. */
  standing: (codeID: string) => Code | undefined;
  colour: (codeID: string) => string;
}

export function indexed(book: Book | undefined): Index {
  const codes = new Map((book?.codes ?? []).map((c) => [c.id, c]));
  const families = new Map((book?.families ?? []).map((f) => [f.id, f]));
  const standing = (id: string) => codes.get(codes.get(id)?.stands_id ?? id) ?? codes.get(id);
  return { codes, families, standing, colour: (id) => colourOf(families.get(standing(id)?.family_id ?? '')) };
}

/** Codes that may be given, best matches of some words first: begins with them, has them in its name, in its description. */
export function matching(book: Book | undefined, query: string, recent: readonly string[] = []): Code[] {
  const wanted = fold(query.trim());
  const rank = (c: Code): number => {
    const name = fold(c.name);
    if (!wanted) return recent.includes(c.id) ? recent.indexOf(c.id) : recent.length + 1;
    if (name.startsWith(wanted)) return 0;
    if (name.split(/[^\p{L}\p{N}]+/u).some((w) => w.startsWith(wanted))) return 1;
    if (name.includes(wanted)) return 2;
    return fold(`${c.definition} ${c.use_when} ${c.not_when} ${c.example}`).includes(wanted) ? 3 : -1;
  };
  const places = new Map((book?.families ?? []).map((f) => [f.id, f.position]));
  return (book?.codes ?? [])
    .filter((c) => c.state === 'active')
    .map((code) => ({ code, rank: rank(code) }))
    .filter((c) => c.rank >= 0)
    .sort((a, b) => a.rank - b.rank || (places.get(a.code.family_id) ?? 0) - (places.get(b.code.family_id) ?? 0) || a.code.position - b.code.position)
    .map((c) => c.code);
}

/** How often each code was given, by the code that stands for it. */
export function countsOf(codings: readonly Coding[], index: Index): Map<string, number> {
  const counts = new Map<string, number>();
  for (const c of codings) {
    if (c.dropped) continue;
    const id = index.standing(c.code_id)?.id ?? c.code_id;
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

/** The codes last given by somebody, newest first, each once: keys 1 to 9. */
export function lastUsed(codings: readonly Coding[], coder: string, index: Index, most = 9): Code[] {
  const out: Code[] = [];
  for (const c of [...codings].filter((x) => x.coder.id === coder).sort((a, b) => (a.made_at < b.made_at ? 1 : -1))) {
    const code = index.standing(c.code_id);
    if (code?.state === 'active' && !out.includes(code)) out.push(code);
    if (out.length === most) break;
  }
  return out;
}
