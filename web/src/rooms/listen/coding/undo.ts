import { useState } from 'react';

/** Most deeds that can be taken back. */
const most = 100;

/** How deeds are taken back, newest first. */
export function newUndo() {
  const stack: (() => void)[] = [];
  return {
    did: (back: () => void) => {
      stack.push(back);
      if (stack.length > most) stack.shift();
    },
    /** Takes the last deed back; false where there is none. */
    undo: () => {
      const back = stack.pop();
      back?.();
      return back !== undefined;
    },
  };
}

/** One memory of deeds for as long as the screen is open. */
export function useUndo() {
  const [undo] = useState(newUndo);
  return undo;
}
