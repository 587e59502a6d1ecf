/** The numbers of an objective's way; null where one is not known. */
export interface Stops {
  start: number | null;
  now: number | null;
  low: number | null;
  high: number | null;
  planned: number | null;
  target: number;
}

/** The part of the scale that is drawn: all stops with a little room, never beyond what the measure can be. */
export function rangeOf(stops: Stops, least: number, most: number): { min: number; max: number } {
  const all = Object.values(stops).filter((v): v is number => v !== null);
  const low = Math.min(...all);
  const high = Math.max(...all);
  const room = Math.max((high - low) * 0.08, (most - least) / 100);
  return { min: Math.max(least, low - room), max: Math.min(most, high + room) };
}

/** Where a number stands between the ends, in percent, kept between them. */
export const placeOf = (v: number, { min, max }: { min: number; max: number }): number => Math.min(100, Math.max(0, ((v - min) / (max - min)) * 100));
