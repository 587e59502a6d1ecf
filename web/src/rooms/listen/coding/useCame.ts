import { useSearch } from '@tanstack/react-router';
import { useEffect, useRef, type RefObject } from 'react';
import { whole, type Passage, type Sentence } from './passage';
import type { TranscriptHandle } from './Transcript';

/** Brings the lines that the address names into sight and chooses them, once for each address; the first of them, 0 for none. */
export function useCame(lines: readonly Sentence[], view: RefObject<TranscriptHandle | null>, choose: (passage: Passage) => void): number {
  const { from = 0, to = from } = useSearch({ from: '/shell/listen/documents/$id' });
  const last = Math.min(Math.max(to, from), lines.length);
  const here = from > 0 && from <= lines.length ? `${from} ${last}` : '';
  const came = useRef('');
  useEffect(() => {
    if (!here || came.current === here) return;
    came.current = here;
    choose(whole(lines, from, last));
    view.current?.reveal(from);
  });
  return here ? from : 0;
}
