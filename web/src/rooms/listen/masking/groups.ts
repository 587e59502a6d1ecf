import type { Line, Mask } from '../wire';

/** Masks of a document that hide the same words of the same kind. */
export interface MaskGroup {
  key: string;
  kind: Mask['kind'];
  words: string;
  masks: Mask[];
}

/** What a mask hides: places count code points, of which JavaScript's strings may need two. */
export const hidden = (line: Line, mask: Mask) => [...line.text].slice(mask.start, mask.start + mask.length).join('');

/** Gathers masks by kind and words; those nobody decided on come first, then the most frequent. */
export function groupMasks(lines: readonly Line[]): MaskGroup[] {
  const groups = new Map<string, MaskGroup>();
  for (const line of lines) {
    for (const mask of line.masks ?? []) {
      const words = hidden(line, mask);
      const key = `${mask.kind} ${words.toLowerCase()}`;
      const group = groups.get(key) ?? { key, kind: mask.kind, words, masks: [] };
      group.masks.push(mask);
      groups.set(key, group);
    }
  }
  const open = (g: MaskGroup) => (g.masks.some((m) => m.state === 'proposed') ? 0 : 1);
  return [...groups.values()].sort((a, b) => open(a) - open(b) || b.masks.length - a.masks.length || a.words.localeCompare(b.words));
}

/** A run of a sentence: plain, or under a mask. */
export interface Run {
  text: string;
  /** Where in the line it begins, in code points. */
  start: number;
  mask?: Mask;
}

/** Cuts a sentence at its masks; of masks that overlap the first is drawn. */
export function runsOf(line: Line): Run[] {
  const letters = [...line.text];
  const out: Run[] = [];
  let at = 0;
  for (const mask of [...(line.masks ?? [])].sort((a, b) => a.start - b.start || b.length - a.length)) {
    if (mask.start < at) continue;
    if (mask.start > at) out.push({ text: letters.slice(at, mask.start).join(''), start: at });
    at = mask.start + mask.length;
    out.push({ text: letters.slice(mask.start, at).join(''), start: mask.start, mask });
  }
  if (at < letters.length) out.push({ text: letters.slice(at).join(''), start: at });
  return out;
}
