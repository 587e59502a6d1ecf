import type { Line } from '../wire';
import type { Chosen } from './chosen';
import { runsOf } from './groups';

/** A word that no mask covers; start and length count code points of its sentence. */
export interface Word {
  start: number;
  length: number;
  /** Of the stretch without a mask in which it stands. */
  run: number;
}

/** Words that are chosen by the keys: the first and the last of a line, as places among its words. */
export interface Cursor {
  n: number;
  from: number;
  to: number;
}

const word = /[\p{L}\p{N}_+]+(?:[.@-]+[\p{L}\p{N}_]+)*/gu;

/** The words of a line outside of its masks. A mail address and a name with a hyphen are one. */
export function wordsOf(line: Line): Word[] {
  const out: Word[] = [];
  runsOf(line).forEach(({ text, start, mask }, run) => {
    if (mask) return;
    for (const found of text.matchAll(word)) out.push({ start: start + [...text.slice(0, found.index)].length, length: [...found[0]].length, run });
  });
  return out;
}

const on = (line: Line, at: number): Cursor => ({ n: line.n, from: at, to: at });

/** The first word of the next line behind or before the one chosen, of one in sight where none is; null where there is no more. */
export function toLine(now: Cursor | null, lines: readonly Line[], by: 1 | -1, seen: number): Cursor | null {
  const rest = by > 0 ? lines.filter((l) => (now ? l.n > now.n : l.n >= seen)) : lines.filter((l) => (now ? l.n < now.n : l.n <= seen)).toReversed();
  const line = rest.find((l) => wordsOf(l).length > 0);
  return line ? on(line, 0) : now;
}

/** The word behind or before those chosen, over the end of a line too. */
export function toWord(now: Cursor, lines: readonly Line[], by: 1 | -1): Cursor {
  const line = lines.find((l) => l.n === now.n);
  const at = by > 0 ? now.to + 1 : now.from - 1;
  if (line && at >= 0 && at < wordsOf(line).length) return on(line, at);
  const next = toLine(now, lines, by, now.n);
  const there = lines.find((l) => l.n === next?.n);
  if (!there || there.n === now.n) return now;
  return on(there, by > 0 ? 0 : wordsOf(there).length - 1);
}

/** Takes the next word in, as far as the next mask, or gives the last one back. */
export function stretchWords(now: Cursor, lines: readonly Line[], by: 1 | -1): Cursor {
  const line = lines.find((l) => l.n === now.n);
  const words = line ? wordsOf(line) : [];
  const to = now.to + by;
  return to < now.from || !words[to] || words[to].run !== words[now.from]?.run ? now : { ...now, to };
}

/** What is chosen, once more after masks changed: nothing where its line has no word left. */
export function chosenBy(now: Cursor, lines: readonly Line[]): Chosen | undefined {
  const line = lines.find((l) => l.n === now.n);
  if (!line) return undefined;
  const words = wordsOf(line);
  const from = words[Math.min(now.from, words.length - 1)];
  const last = words[Math.min(now.to, words.length - 1)];
  if (!from || !last) return undefined;
  const to = last.run === from.run ? last : from;
  const length = to.start + to.length - from.start;
  return { n: line.n, start: from.start, length, words: [...line.text].slice(from.start, from.start + length).join('') };
}
