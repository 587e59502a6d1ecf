import { useImperativeHandle, useMemo, useRef, type ReactNode, type Ref } from 'react';
import { flushSync } from 'react-dom';
import { useText } from '@/i18n/useText';
import { Chunk, type Margin } from './Chunk';
import { overlaps, whole, type Passage } from './passage';
import { selectedIn } from './selection';
import { useInSight } from './useInSight';
import type { Line } from './wire';
import classes from './Transcript.module.css';

/** Lines that are drawn together. */
const together = 40;

export interface TranscriptHandle {
  /** Brings a line into sight. */
  reveal: (n: number) => void;
  /** The first line in sight. */
  firstInSight: () => number;
}

interface TranscriptProps {
  lines: readonly Line[];
  chosen: Passage | null;
  onChoose: (passage: Passage | null) => void;
  /** The last line that was in sight, as it grows. */
  onRead: (n: number) => void;
  found?: ReadonlyMap<number, readonly { from: number; to: number }[]>;
  margin: Margin;
  playing: number;
  open?: { n: number; content: ReactNode };
  handle: Ref<TranscriptHandle>;
  start: number;
}

/** The words of a document; only what is near the window is drawn, so a long one is as quick as a short one. */
export function Transcript({ lines, chosen, onChoose, onRead, found, margin, playing, open, handle, start }: TranscriptProps) {
  const { t } = useText();
  const root = useRef<HTMLElement>(null);
  const chunks = useMemo(() => Array.from({ length: Math.ceil(lines.length / together) }, (_, i) => lines.slice(i * together, (i + 1) * together)), [lines]);
  const { shown, watch, show } = useInSight(root, Math.floor((start - 1) / together));
  useImperativeHandle(handle, () => ({
    reveal: (n) => {
      flushSync(() => show(Math.floor((n - 1) / together)));
      root.current?.querySelector(`[data-n="${n}"]`)?.scrollIntoView({ block: 'nearest' });
    },
    firstInSight: () => edgeLine(root.current, 'first') ?? 1,
  }), [show]);

  const read = () => {
    const n = edgeLine(root.current, 'last');
    if (n) onRead(n);
  };
  const choose = () => {
    if (!root.current) return;
    const passage = selectedIn(root.current, lines);
    if (passage) onChoose(passage);
  };
  const click = (e: React.MouseEvent) => {
    if (!document.getSelection()?.isCollapsed) return;
    const row = (e.target as Element).closest<HTMLElement>('[data-n]');
    if (row && !(e.target as Element).closest('[data-panel]')) onChoose(whole(lines, Number(row.dataset.n)));
  };
  return (
    <section
      className={classes.talk} ref={root} aria-label={t('coding:transcript')} tabIndex={0}
      onScroll={read} onMouseUp={choose} onTouchEnd={() => setTimeout(choose)} onClick={click}
    >
      <div className={classes.roll}>
        {chunks.map((part, i) => {
          const first = part[0]!.n;
          const range = { from_n: first, from_pos: 0, to_n: first + part.length, to_pos: 0 };
          return (
            <Chunk
              key={i} place={i} lines={part} before={lines[first - 2]} watch={watch} shown={shown.has(i)}
              chosen={chosen && overlaps(chosen, range) ? chosen : null}
              found={found} margin={margin}
              playing={playing >= first && playing < first + part.length ? playing : 0}
              open={open && open.n >= first && open.n < first + part.length ? open : undefined}
            />
          );
        })}
      </div>
    </section>
  );
}

// The first or last line of which a part is in sight.
function edgeLine(root: HTMLElement | null, edge: 'first' | 'last'): number | undefined {
  if (!root) return undefined;
  const box = root.getBoundingClientRect();
  const top = Math.max(box.top, 0) + 20;
  const bottom = Math.min(box.bottom, window.innerHeight) - 20;
  for (const y of edge === 'first' ? [top, top + 30, top + 60] : [bottom, bottom - 30, bottom - 60]) {
    const row = document.elementFromPoint(box.left + 80, y)?.closest<HTMLElement>('[data-n]');
    if (row) return Number(row.dataset.n);
  }
  return undefined;
}
