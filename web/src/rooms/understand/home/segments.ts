import type { Format } from '@/format/format';
import type { Cell } from '../wire';

/** What the table of segments is sorted by. */
export type Order = 'name' | 'value' | 'n';

/** The order and whether the largest comes first. */
export interface Sorting {
  by: Order;
  down: boolean;
}

/** Sorts segments; those without a value come last whichever way. */
export function sortSegments(cells: readonly Cell[], { by, down }: Sorting, format: Pick<Format, 'compare'>): Cell[] {
  const sign = down ? -1 : 1;
  const label = (c: Cell) => c.key[0]?.label ?? '';
  return [...cells].sort((a, b) => {
    if (by === 'name') return sign * format.compare(label(a), label(b));
    const [x, y] = by === 'n' ? [a.figure.n, b.figure.n] : [a.figure.value, b.figure.value];
    if (x === null || y === null) return x === y ? format.compare(label(a), label(b)) : x === null ? 1 : -1;
    return sign * (x - y) || format.compare(label(a), label(b));
  });
}
