/** Words of one sentence that are selected on the page; places count code points. */
export interface Chosen {
  n: number;
  start: number;
  length: number;
  words: string;
}

/** What is selected inside of one sentence of a list; nothing where it reaches over several. */
export function chosenIn(list: HTMLElement): Chosen | undefined {
  const selection = window.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return undefined;
  const range = selection.getRangeAt(0);
  const sentence = (node: Node) => (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>('[data-n]');
  const from = sentence(range.startContainer);
  if (!from || from !== sentence(range.endContainer) || !list.contains(from)) return undefined;
  const before = document.createRange();
  before.setStart(from, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const text = range.toString();
  const words = text.trim();
  if (!words) return undefined;
  const lead = text.length - text.trimStart().length;
  return { n: Number(from.dataset.n), start: [...before.toString()].length + [...text.slice(0, lead)].length, length: [...words].length, words };
}
