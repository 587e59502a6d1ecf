import type { Format } from '@/format/format';
import type { Cell } from '../wire';

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
