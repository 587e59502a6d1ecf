import { compare, type Passage } from './passage';

/** A piece of a bracket beside one sentence. */
export interface Stroke {
  id: string;
  /** 0 is next to the text. */
  lane: number;
  begins: boolean;
  ends: boolean;
}

/** Brackets by sentence, and how many lie side by side at most. */
export interface Brackets {
  strokes: ReadonlyMap<number, readonly Stroke[]>;
  lanes: number;
}

/** More than these are drawn in the last lane, over each other. */
export const mostLanes = 6;

/**
 * Lays brackets beside sentences: each takes the first lane in which no other one stands beside any of its
 * sentences, the longer of two that begin together first. What does not touch shares a lane.
 */
export function layBrackets(codings: readonly (Passage & { id: string })[]): Brackets {
  const strokes = new Map<number, Stroke[]>();
  const busyTo: number[] = []; // by lane, the last sentence taken
  let lanes = 0;
  for (const c of [...codings].sort((a, b) => compare(rows(a), rows(b)) || (a.id < b.id ? -1 : 1))) {
    let lane = busyTo.findIndex((to) => to < c.from_n);
    if (lane < 0) lane = Math.min(busyTo.length, mostLanes - 1);
    busyTo[lane] = Math.max(busyTo[lane] ?? 0, c.to_n);
    lanes = Math.max(lanes, lane + 1);
    for (let n = c.from_n; n <= c.to_n; n++) {
      const here = strokes.get(n) ?? [];
      here.push({ id: c.id, lane, begins: n === c.from_n, ends: n === c.to_n });
      strokes.set(n, here);
    }
  }
  return { strokes, lanes };
}

// Brackets stand beside whole sentences: where in them a passage begins does not count.
function rows(p: Passage): Passage {
  return { from_n: p.from_n, from_pos: 0, to_n: p.to_n, to_pos: 0 };
}
