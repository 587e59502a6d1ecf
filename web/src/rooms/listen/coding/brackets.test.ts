import { describe, expect, it } from 'vitest';
import { layBrackets, mostLanes } from './brackets';

const at = (id: string, from: number, to = from, pos = 0) => ({ id, from_n: from, from_pos: pos, to_n: to, to_pos: pos + 3 });
const lane = (b: ReturnType<typeof layBrackets>, id: string) => [...b.strokes.values()].flat().find((s) => s.id === id)?.lane;

describe('brackets', () => {
  it('lie side by side where they share a sentence, and in one lane where not', () => {
    const b = layBrackets([at('a', 1, 3), at('b', 2), at('c', 3, 4), at('d', 4), at('e', 5)]);
    expect([lane(b, 'a'), lane(b, 'b'), lane(b, 'c'), lane(b, 'd'), lane(b, 'e')]).toEqual([0, 1, 1, 0, 0]);
    expect(b.lanes).toBe(2);
    expect(b.strokes.get(2)).toEqual([
      { id: 'a', lane: 0, begins: false, ends: false },
      { id: 'b', lane: 1, begins: true, ends: true },
    ]);
  });

  it('put the longer next to the text, whatever the order they come in', () => {
    const list = [at('short', 7, 7, 0), at('long', 7, 9, 5)];
    for (const order of [list, [...list].reverse()]) {
      const b = layBrackets(order);
      expect([lane(b, 'long'), lane(b, 'short')]).toEqual([0, 1]);
    }
  });

  it('never overlap while there are lanes: a thousand drawn at random', () => {
    let seed = 7;
    const draw = (n: number) => (seed = (seed * 16807) % 2147483647) % n;
    const b = layBrackets(Array.from({ length: 1000 }, (_, i) => { const from = 1 + draw(2000); return at(String(i), from, from + draw(4)); }));
    expect(b.lanes).toBeLessThanOrEqual(mostLanes);
    for (const [n, strokes] of b.strokes) {
      const free = strokes.filter((s) => s.lane < mostLanes - 1);
      expect(new Set(free.map((s) => s.lane)).size, `sentence ${n}`).toBe(free.length);
    }
  });

  it('cap the lanes', () => {
    const b = layBrackets(Array.from({ length: 9 }, (_, i) => at(String(i), 1)));
    expect(b.lanes).toBe(mostLanes);
    expect(b.strokes.get(1)).toHaveLength(9);
  });
});
