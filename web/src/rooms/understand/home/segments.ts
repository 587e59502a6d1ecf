import type { Format } from '@/format/format';
import type { Cell, Segment, Segments } from '../wire';

/** What the table of segments is sorted by. */
export type Order = 'name' | 'value' | 'n';

/** The order and whether the largest comes first. */
export interface Sorting {
  by: Order;
  down: boolean;
}

/** Sorts segments; by value, those without an interval come last whichever way: their value tells little. */
export function sortSegments(cells: readonly Cell[], { by, down }: Sorting, format: Pick<Format, 'compare'>): Cell[] {
  const sign = down ? -1 : 1;
  const label = (c: Cell) => c.key[0]?.label ?? '';
  return [...cells].sort((a, b) => {
    if (by === 'name') return sign * format.compare(label(a), label(b));
    const sure = (c: Cell) => (c.figure.low === null ? null : c.figure.value);
    const [x, y] = by === 'n' ? [a.figure.n, b.figure.n] : [sure(a), sure(b)];
    if (x === null || y === null) return x === y ? format.compare(label(a), label(b)) : x === null ? 1 : -1;
    return sign * (x - y) || format.compare(label(a), label(b));
  });
}

/**
 * The segments that differ by more than noise (q up to 0.05), the strongest
 * evidence first. Of a key with two values only the first is kept: the other
 * says the same the other way round. A key of the measure's own name is the
 * measure itself, taken in as a trait too: that it differs says nothing.
 */
export function standingOut(found: Pick<Segments, 'segments' | 'keys'> & { measure: { name: string } }, most: number): Segment[] {
  const twofold = new Set(found.keys.filter((k) => k.values === 2).map((k) => k.key.replace(/\.classes$/, '')));
  const seen = new Set<string>();
  return found.segments
    .filter((s) => {
      if (s.against_rest.q === null || s.against_rest.q > 0.05 || s.key_label === found.measure.name) return false;
      const again = twofold.has(s.key.cut) && seen.has(s.key.cut);
      seen.add(s.key.cut);
      return !again;
    })
    .slice(0, most);
}
