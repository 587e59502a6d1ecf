import { placeOf, trimmed, whole, type Passage, type Sentence } from './passage';

/** The passage that the browser's selection covers inside of a transcript; null where it covers none. */
export function selectedIn(root: HTMLElement, lines: readonly Sentence[]): Passage | null {
  const chosen = root.ownerDocument.getSelection();
  if (!chosen || chosen.isCollapsed || chosen.rangeCount === 0) return null;
  const range = chosen.getRangeAt(0);
  if (!root.contains(range.startContainer) || !root.contains(range.endContainer)) return null;
  const from = placeIn(range.startContainer, range.startOffset);
  const to = placeIn(range.endContainer, range.endOffset);
  if (!from || !to) return null;
  return trimmed({ from_n: from.n, from_pos: from.pos, to_n: to.n, to_pos: to.pos }, lines);
}

// A place outside of the words (a number, a name, the margin) is the begin of its line: there a whole line ends that was
// taken by a triple click on the one before.
function placeIn(node: Node, offset: number): { n: number; pos: number } | null {
  const element = node instanceof Element ? node : node.parentElement;
  const words = element?.closest<HTMLElement>('[data-words]');
  if (words) {
    const before = words.ownerDocument.createRange();
    before.setStart(words, 0);
    before.setEnd(node, offset);
    const text = words.textContent ?? '';
    return { n: Number(words.dataset.words), pos: placeOf(text, Math.min(before.toString().length, text.length)) };
  }
  const row = element?.closest<HTMLElement>('[data-n]') ?? (node instanceof Element ? node.children[offset]?.closest<HTMLElement>('[data-n]') : null);
  if (!row) return null;
  return { n: Number(row.dataset.n), pos: 0 };
}

/** The next selection by the keys: the line behind or before the one chosen. */
export function step(current: Passage | null, lines: readonly Sentence[], by: 1 | -1, visible: number): Passage | null {
  if (lines.length === 0) return null;
  const last = lines.length;
  const n = current ? (by > 0 ? Math.min(current.to_n + 1, last) : Math.max(current.from_n - 1, 1)) : Math.min(Math.max(visible, 1), last);
  return whole(lines, n);
}

/** Takes the next line in, or gives the last one back. */
export function stretch(current: Passage, lines: readonly Sentence[], by: 1 | -1): Passage {
  if (by > 0) {
    const to = Math.min(current.to_n + 1, lines.length);
    return { ...whole(lines, current.from_n, to), from_pos: current.from_pos };
  }
  if (current.to_n === current.from_n) return current;
  return { ...whole(lines, current.from_n, current.to_n - 1), from_pos: current.from_pos };
}
