import { afterEach, describe, expect, it } from 'vitest';
import { selectedIn, step, stretch } from './selection';
import { whole } from './passage';

const lines = [
  { n: 1, text: 'I 😀 waited.' },
  { n: 2, text: 'She said soon.' },
  { n: 3, text: 'Soon is no number.' },
];

function transcript(): HTMLElement {
  const root = document.createElement('div');
  root.innerHTML = '<p data-n="1"><i>1</i><span data-words="1"><b>I 😀</b> <u>waited.</u></span></p><p data-n="2"><i>2</i><span data-words="2">She said soon.</span></p>';
  document.body.append(root);
  return root;
}

afterEach(() => {
  document.getSelection()?.removeAllRanges();
  document.body.replaceChildren();
});

describe('the selection', () => {
  it('is a passage in code points, through marks inside of a line and over lines', () => {
    const root = transcript();
    const select = (from: Node, at: number, to: Node, until: number) => {
      const range = document.createRange();
      range.setStart(from, at);
      range.setEnd(to, until);
      const chosen = document.getSelection()!;
      chosen.removeAllRanges();
      chosen.addRange(range);
      return selectedIn(root, lines);
    };
    const waited = root.querySelector('u')!.firstChild!;
    const said = root.querySelector('[data-words="2"]')!.firstChild!;
    expect(select(waited, 0, waited, 6)).toEqual({ from_n: 1, from_pos: 4, to_n: 1, to_pos: 10 });
    expect(select(waited, 0, said, 8)).toEqual({ from_n: 1, from_pos: 4, to_n: 2, to_pos: 8 });
    expect(select(waited, 0, said, 4)).toEqual({ from_n: 1, from_pos: 4, to_n: 2, to_pos: 3 });
    expect(select(waited, 0, root.querySelector('[data-n="2"]')!, 0)).toEqual({ from_n: 1, from_pos: 4, to_n: 1, to_pos: 11 });
    expect(select(document.body, 0, document.body, 0)).toBeNull();
  });

  it('moves by lines and takes lines in', () => {
    expect(step(null, lines, 1, 2)).toEqual(whole(lines, 2));
    expect(step(whole(lines, 3), lines, 1, 1)).toEqual(whole(lines, 3));
    expect(step(whole(lines, 2, 3), lines, -1, 1)).toEqual(whole(lines, 1));
    expect(step(null, [], 1, 1)).toBeNull();
    const half = { from_n: 1, from_pos: 4, to_n: 1, to_pos: 6 };
    expect(stretch(half, lines, 1)).toEqual({ from_n: 1, from_pos: 4, to_n: 2, to_pos: 14 });
    expect(stretch(whole(lines, 1, 2), lines, -1)).toEqual(whole(lines, 1));
    expect(stretch(whole(lines, 1), lines, -1)).toEqual(whole(lines, 1));
  });
});
