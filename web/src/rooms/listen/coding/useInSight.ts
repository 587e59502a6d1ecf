import { useCallback, useEffect, useRef, useState } from 'react';

/** Chunks beyond the edge of the window that are kept drawn, in pixels. */
const margin = '1400px 0px';

/**
 * Which chunks are in sight or near it. Those are drawn, all others are blanks; a chunk says itself where it is, by
 * `watch`. Where nothing watches (a test, a printer), all are in sight.
 */
export function useInSight(root: React.RefObject<HTMLElement | null>, first: number) {
  const [shown, setShown] = useState<ReadonlySet<number>>(() => new Set([0, 1, first, first + 1]));
  const places = useRef(new Map<Element, number>());
  const observer = useRef<IntersectionObserver | null>(null);

  const watch = useCallback((element: HTMLElement, place: number) => {
    places.current.set(element, place);
    observer.current?.observe(element);
    return () => {
      observer.current?.unobserve(element);
      places.current.delete(element);
    };
  }, []);

  useEffect(() => {
    const box = root.current;
    const scrolls = box && getComputedStyle(box).overflowY !== 'visible';
    const watching = new IntersectionObserver(
      (entries) =>
        setShown((before) => {
          const after = new Set(before);
          for (const e of entries) {
            const place = places.current.get(e.target);
            if (place === undefined) continue;
            if (e.isIntersecting) after.add(place);
            else after.delete(place);
          }
          return after;
        }),
      { root: scrolls ? box : null, rootMargin: margin },
    );
    observer.current = watching;
    for (const element of places.current.keys()) watching.observe(element);
    return () => watching.disconnect();
  }, [root]);

  const show = useCallback((place: number) => setShown((before) => (before.has(place) ? before : new Set(before).add(place))), []);
  return { shown, watch, show };
}
