/** A stretch of a document: sentences count from 1, places in them in code points, the end exclusive. */
export interface Passage {
  from_n: number;
  from_pos: number;
  to_n: number;
  to_pos: number;
}

/** What passages are taken out of: sentences in order, by their numbers. */
export interface Sentence {
  n: number;
  text: string;
}

/** Characters as the server counts them: code points, not the halves of JavaScript. */
export function codePoints(text: string): number {
  let n = 0;
  for (const _ of text) n++;
  return n;
}

/** How many code points stand before a place that JavaScript counts. */
export function placeOf(text: string, index: number): number {
  return codePoints(text.slice(0, index));
}

/** A part of a text by code points. */
export function part(text: string, from: number, to: number): string {
  return Array.from(text).slice(from, to).join('');
}

/** The passage of some whole sentences. */
export function whole(lines: readonly Sentence[], from: number, to = from): Passage {
  const last = lines[to - 1];
  return { from_n: from, from_pos: 0, to_n: to, to_pos: codePoints(last?.text ?? '') };
}

export function samePassage(a: Passage, b: Passage): boolean {
  return a.from_n === b.from_n && a.from_pos === b.from_pos && a.to_n === b.to_n && a.to_pos === b.to_pos;
}

function before(n: number, pos: number, otherN: number, otherPos: number): boolean {
  return n < otherN || (n === otherN && pos < otherPos);
}

/** Whether two passages share at least one character. */
export function overlaps(a: Passage, b: Passage): boolean {
  return before(a.from_n, a.from_pos, b.to_n, b.to_pos) && before(b.from_n, b.from_pos, a.to_n, a.to_pos);
}

/** The order of passages: by where they begin, longer ones first. */
export function compare(a: Passage, b: Passage): number {
  return a.from_n - b.from_n || a.from_pos - b.from_pos || b.to_n - a.to_n || b.to_pos - a.to_pos;
}

/** The part of a sentence that a passage covers; null where none. */
export function within(p: Passage, line: Sentence): { from: number; to: number } | null {
  if (line.n < p.from_n || line.n > p.to_n) return null;
  const from = line.n === p.from_n ? p.from_pos : 0;
  const to = line.n === p.to_n ? p.to_pos : codePoints(line.text);
  return from < to ? { from, to } : null;
}

/** The words of a passage, sentences apart by a space. */
export function wordsOf(p: Passage, lines: readonly Sentence[]): string {
  const out: string[] = [];
  for (let n = p.from_n; n <= p.to_n; n++) {
    const line = lines[n - 1];
    const inside = line && within(p, line);
    if (inside) out.push(part(line.text, inside.from, inside.to));
  }
  return out.join(' ');
}

/** White space at both ends belongs to no passage; null where nothing is left. */
export function trimmed(p: Passage, lines: readonly Sentence[]): Passage | null {
  let { from_n, from_pos, to_n, to_pos } = p;
  const blank = (n: number, pos: number) => /^\s?$/u.test(Array.from(lines[n - 1]?.text ?? '')[pos] ?? '');
  while (before(from_n, from_pos, to_n, to_pos) && blank(from_n, from_pos)) {
    if (from_pos < codePoints(lines[from_n - 1]?.text ?? '')) from_pos++;
    else {
      from_n++;
      from_pos = 0;
    }
  }
  while (before(from_n, from_pos, to_n, to_pos) && (to_pos === 0 || blank(to_n, to_pos - 1))) {
    if (to_pos > 0) to_pos--;
    else {
      to_n--;
      to_pos = codePoints(lines[to_n - 1]?.text ?? '');
    }
  }
  return before(from_n, from_pos, to_n, to_pos) ? { from_n, from_pos, to_n, to_pos } : null;
}
