import { useEffect, useRef } from 'react';

/** What a key does, by its name; digits are handed on. */
export type Keys = Partial<Record<string, (event: KeyboardEvent) => void>>;

/** Listens to the keys of the screen, unless somebody types, a dialog is open or another key is held. */
export function useKeys(keys: Keys) {
  const now = useRef(keys);
  useEffect(() => {
    now.current = keys;
  });
  useEffect(() => {
    const listen = (e: KeyboardEvent) => {
      const at = e.target instanceof Element ? e.target : null;
      if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented || at?.closest('input, textarea, select, [contenteditable=true], [role=dialog], [role=listbox]')) return;
      // A button is pressed by the space bar.
      if (e.key === ' ' && at?.closest('button, a')) return;
      const deed = now.current[e.key];
      if (!deed) return;
      e.preventDefault();
      deed(e);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
