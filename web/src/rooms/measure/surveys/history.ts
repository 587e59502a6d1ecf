/** What is worked on, with the steps that led to it and those that were taken back. */
export interface History<T> {
  past: readonly T[];
  now: T;
  future: readonly T[];
  /** What the last step was about: the next one about the same joins it, as letters typed into a field do. */
  about?: string;
}

export type Step<T> = { do: T; about?: string } | 'undo' | 'redo';

const most = 200;

export const begun = <T>(now: T): History<T> => ({ past: [], now, future: [] });

export function stepped<T>(h: History<T>, step: Step<T>): History<T> {
  if (step === 'undo') {
    const before = h.past.at(-1);
    return before === undefined ? h : { past: h.past.slice(0, -1), now: before, future: [h.now, ...h.future] };
  }
  if (step === 'redo') {
    const next = h.future[0];
    return next === undefined ? h : { past: [...h.past, h.now], now: next, future: h.future.slice(1) };
  }
  const joins = step.about !== undefined && step.about === h.about && h.future.length === 0;
  return { past: joins ? h.past : [...h.past, h.now].slice(-most), now: step.do, future: [], about: step.about };
}
