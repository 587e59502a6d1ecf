import { codePoints, part } from './passage';

/** A run of a sentence that looks the same all through. */
export interface Segment {
  text: string;
  selected: boolean;
  found: boolean;
  /** What stands for it where names are replaced; absent where nothing is. */
  mask?: string;
}

interface Run {
  from: number;
  to: number;
}

interface Masked {
  start: number;
  length: number;
  state: string;
  replacement: string;
}

/** Cuts a sentence where a mask, the selection or a hit begins or ends. */
export function segments(text: string, masks: readonly Masked[], selected: Run | null, found: readonly Run[] = []): Segment[] {
  const length = codePoints(text);
  const hiding = masks.filter((m) => m.state !== 'refused');
  const cuts = new Set([0, length]);
  const add = (at: number) => cuts.add(Math.min(Math.max(at, 0), length));
  for (const m of hiding) [m.start, m.start + m.length].forEach(add);
  if (selected) [selected.from, selected.to].forEach(add);
  for (const f of found) [f.from, f.to].forEach(add);
  const places = [...cuts].sort((a, b) => a - b);
  return places.slice(0, -1).map((from, i) => {
    const to = places[i + 1] ?? length;
    const covers = (r: Run) => r.from <= from && to <= r.to;
    return {
      text: part(text, from, to),
      selected: selected !== null && covers(selected),
      found: found.some(covers),
      mask: hiding.find((m) => covers({ from: m.start, to: m.start + m.length }))?.replacement,
    };
  });
}
