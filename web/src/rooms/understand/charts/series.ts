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

/** Stretches of neighbouring slots with a value: a line never crosses a gap. */
export function runs(slots: readonly Slot[]): number[][] {
  const found: number[][] = [];
  let run: number[] = [];
  slots.forEach((slot, i) => {
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
