import type { Line } from './wire';

/** The line that is spoken at a time of the recording, in microseconds: the last that has begun; 0 before the first. */
export function lineAt(lines: readonly Line[], at: number): number {
  let found = 0;
  for (let low = 0, high = lines.length - 1; low <= high; ) {
    const middle = (low + high) >> 1;
    // A line without a time is spoken with the last one before it that has one.
    let timed = middle;
    while (timed > low && lines[timed]?.from_us === undefined) timed--;
    const from = lines[timed]?.from_us;
    if (from === undefined) low = middle + 1;
    else if (from <= at) {
      found = lines[timed]?.n ?? 0;
      low = middle + 1;
    } else high = timed - 1;
  }
  return found;
}

/** When a line begins in the recording, in microseconds: its own time, else that of the last one before it that has one. */
export function timeOf(lines: readonly Line[], n: number): number | undefined {
  for (let i = n - 1; i >= 0; i--) {
    const from = lines[i]?.from_us;
    if (from !== undefined) return from;
  }
  return undefined;
}
