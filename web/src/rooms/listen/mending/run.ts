/** Sentences that are chosen, both ends with them. */
export interface Run {
  from: number;
  to: number;
}

/** The run after a sentence was chosen: alone, or up to it from where the run began. */
export function chosenRun(run: Run | undefined, n: number, further: boolean): Run {
  if (!run || !further) return { from: n, to: n };
  return { from: Math.min(run.from, n), to: Math.max(run.to, n) };
}

/** Reads seconds as people write them, such as -1,5 or 1:20; undefined for what is none. */
export function readSeconds(text: string): number | undefined {
  const found = /^\s*([+-]?)(?:(\d+):)?(\d+(?:[.,]\d+)?)\s*$/.exec(text);
  if (!found) return undefined;
  const seconds = Number(found[2] ?? 0) * 60 + Number(found[3]?.replace(',', '.'));
  return found[1] === '-' ? -seconds : seconds;
}

/** A place in a recording, in hours, minutes and seconds with a tenth. */
export function clockOf(us: number): string {
  const tenths = Math.round(us / 100_000);
  const s = Math.floor(tenths / 10);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${s >= 3600 ? `${Math.floor(s / 3600)}:` : ''}${two(Math.floor(s / 60) % 60)}:${two(s % 60)}.${tenths % 10}`;
}
