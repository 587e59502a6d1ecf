import type { Fieldwork } from './wire';

type Day = Fieldwork['days'][number];

const most = 60;
const dayLong = 86_400_000;

/** The last sixty days up to the last one on which somebody began, those between without anybody too. */
export function lastDays(days: readonly Day[]): Day[] {
  const first = days[0];
  const last = days.at(-1);
  if (!first || !last) return [];
  const by = new Map(days.map((d) => [d.day, d]));
  const end = Date.parse(last.day);
  const out: Day[] = [];
  for (let at = Math.max(Date.parse(first.day), end - (most - 1) * dayLong); at <= end; at += dayLong) {
    const day = new Date(at).toISOString().slice(0, 10);
    out.push(by.get(day) ?? { day, started: 0, complete: 0 });
  }
  return out;
}
