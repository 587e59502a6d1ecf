import type { Passage, Sentence } from './passage';

/** A text without accents and in small letters, with the place in code points that each of its characters comes from. */
function folded(text: string): { text: string; places: number[] } {
  let out = '';
  const places: number[] = [];
  Array.from(text).forEach((c, i) => {
    for (const f of c.normalize('NFD').replace(/\p{M}/gu, '').replace(/[’‘]/gu, "'").toLowerCase()) {
      out += f;
      for (let k = 0; k < f.length; k++) places.push(i);
    }
  });
  return { text: out, places };
}

const letter = /[\p{L}\p{N}]/u;

/** Most hits that are listed. */
export const mostHits = 1000;

/** Where words stand in a document, whatever their case and accents; a word is found where it begins. */
export function findAll(lines: readonly Sentence[], query: string, most = mostHits): Passage[] {
  const wanted = folded(query.trim()).text.replace(/\s+/g, ' ');
  if (!wanted) return [];
  const out: Passage[] = [];
  for (const line of lines) {
    const { text, places } = folded(line.text);
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
      if (at > 0 && letter.test(text[at - 1] ?? '') && letter.test(wanted[0] ?? '')) continue;
      out.push({ from_n: line.n, from_pos: places[at] ?? 0, to_n: line.n, to_pos: (places[at + wanted.length - 1] ?? 0) + 1 });
      if (out.length >= most) return out;
    }
  }
  return out;
}
