import type { Figure } from '../wire';
import { complete } from '@/ui/figures';

/** One place on the time axis; a slot without answers has no figure. */
export interface Slot {
  from: string;
  figure?: Figure;
}

/** What of a series is drawn where. */
export interface Picture {
  width: number;
  height: number;
  left: number;
  bottom: number;
  /** Height of the strip with the number of answers, under the axis. */
  strip: number;
}

/** Middle of slot i of `count`. */
export function slotX(picture: Picture, count: number, i: number): number {
  return picture.left + ((i + 0.5) * (picture.width - picture.left)) / Math.max(count, 1);
}

/** The slot under a place. */
export function slotAt(picture: Picture, count: number, x: number): number {
  const share = (x - picture.left) / (picture.width - picture.left);
  return Math.min(count - 1, Math.max(0, Math.floor(share * count)));
}

/** A break of the series within a slot: which one, and how far into it, from 0 to 1. */
export interface Broke {
  slot: number;
  share: number;
}

/** Where breaks fall, given as days; one outside the slots is not drawn. Slots begin on days, the last one ends before `end`. */
export function breaksIn(slots: readonly Slot[], days: readonly string[], end: string): Broke[] {
  const starts = [...slots.map((s) => s.from.slice(0, 10)), end.slice(0, 10)];
  return days.flatMap((day) => {
    const slot = starts.findLastIndex((from) => from <= day);
    const [from, to] = [starts[slot], starts[slot + 1]];
    if (from === undefined || to === undefined) return [];
    return [{ slot, share: (Date.parse(day) - Date.parse(from)) / (Date.parse(to) - Date.parse(from)) }];
  });
}

/** Stretches of neighbouring slots with a value: a line never crosses a gap, nor runs into a slot where the series broke. */
export function runs(slots: readonly Slot[], broke: readonly Broke[] = []): number[][] {
  const found: number[][] = [];
  let run: number[] = [];
  slots.forEach((slot, i) => {
    if (run.length > 0 && broke.some((b) => b.slot === i)) {
      found.push(run);
      run = [];
    }
    if (slot.figure && slot.figure.value !== null) run.push(i);
    else if (run.length > 0) {
      found.push(run);
      run = [];
    }
  });
  return run.length > 0 ? [...found, run] : found;
}

/** Every number that must fit on the axis. */
export function extent(slots: readonly Slot[]): number[] {
  return slots.flatMap((slot) => {
    if (!slot.figure) return [];
    const c = complete(slot.figure);
    if (c) return [c.value, c.low, c.high];
    return slot.figure.value === null ? [] : [slot.figure.value];
  });
}

/** Which slots get a name under them, so that names of `room` pixels do not touch. */
export function named(picture: Picture, count: number, room: number): number[] {
  const step = Math.max(1, Math.ceil((room * count) / Math.max(picture.width - picture.left, 1)));
  const picked: number[] = [];
  for (let i = count - 1; i >= 0; i -= step) picked.unshift(i);
  return picked;
}
