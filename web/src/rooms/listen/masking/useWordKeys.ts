import { useEffect, useState, type RefObject } from 'react';
import { useKeys } from '../coding/useKeys';
import type { Line } from '../wire';
import type { Chosen } from './chosen';
import { chosenBy, stretchWords, toLine, toWord, type Cursor } from './words';

/** The number of the first line of a list that is in sight. */
const inSight = (list: HTMLElement | null) =>
  Number([...(list?.querySelectorAll<HTMLElement>('[data-n]') ?? [])].find((line) => line.getBoundingClientRect().bottom > 60)?.dataset.n ?? 1);

/** Chooses words of a text by the keys: j and k a line, h and l or the arrows a word, with Shift more of them, m takes them. */
export function useWordKeys(list: RefObject<HTMLElement | null>, lines: readonly Line[], may: boolean, take: (chosen: Chosen) => void): Chosen | undefined {
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const chosen = cursor ? chosenBy(cursor, lines) : undefined;
  const line = (by: 1 | -1) => setCursor(toLine(cursor, lines, by, inSight(list.current)));
  const word = (by: 1 | -1, more: boolean) => {
    if (cursor) setCursor(more ? stretchWords(cursor, lines, by) : toWord(cursor, lines, by));
    else line(by);
  };
  useKeys(may ? {
    j: () => line(1), k: () => line(-1),
    l: () => word(1, false), h: () => word(-1, false), L: () => word(1, true), H: () => word(-1, true),
    // Without words that are chosen the arrows are the browser's.
    ...(cursor && { ArrowRight: (e) => word(1, e.shiftKey), ArrowLeft: (e) => word(-1, e.shiftKey), Escape: () => setCursor(null) }),
    ...(chosen && { m: () => { setCursor({ ...cursor!, to: cursor!.from }); take(chosen); } }),
  } : {});
  useEffect(() => {
    list.current?.querySelector('mark')?.scrollIntoView({ block: 'nearest' });
  }, [list, chosen?.n, chosen?.start, chosen?.length]);
  return chosen;
}
