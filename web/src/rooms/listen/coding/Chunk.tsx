import { memo, useLayoutEffect, useRef, type ReactNode } from 'react';
import type { Brackets } from './brackets';
import { LineRow, type Label } from './LineRow';
import { within, type Passage } from './passage';
import type { Line } from './wire';

/** What the margin shows, by the number of the line. */
export interface Margin {
  brackets: Brackets;
  labels: ReadonlyMap<number, readonly Label[]>;
  colours: ReadonlyMap<string, string>;
}

interface ChunkProps {
  lines: readonly Line[];
  /** Who spoke before the first of them. */
  before?: Line;
  /** Where they stand among all chunks, for the one who watches what is in sight. */
  place: number;
  watch: (element: HTMLElement, place: number) => () => void;
  shown: boolean;
  chosen: Passage | null;
  found?: ReadonlyMap<number, readonly { from: number; to: number }[]>;
  margin: Margin;
  playing: number;
  /** What is open, and under which line. */
  open?: { n: number; content: ReactNode };
}

/** What a line of speech is high, on average, until it was measured. */
const guess = 30;

/** Some lines in a row; out of sight they are a blank of the height they had. */
export const Chunk = memo(function Chunk({ lines, before, place, watch, shown, chosen, found, margin, playing, open }: ChunkProps) {
  const root = useRef<HTMLDivElement>(null);
  const height = useRef(0);
  useLayoutEffect(() => {
    return root.current ? watch(root.current, place) : undefined;
  }, [watch, place]);
  useLayoutEffect(() => {
    if (shown && root.current) height.current = root.current.offsetHeight;
  });
  if (!shown) return <div ref={root} style={{ height: height.current || lines.length * guess }} />;
  return (
    <div ref={root}>
      {lines.map((line, i) => {
        const last = i > 0 ? lines[i - 1] : before;
        const run = chosen ? within(chosen, line) : null;
        return (
          <LineRow
            key={line.n}
            line={line}
            opens={!last || last.speaker !== line.speaker || last.interviewer !== line.interviewer}
            from={run?.from ?? -1}
            to={run?.to ?? -1}
            found={found?.get(line.n)}
            strokes={margin.brackets.strokes.get(line.n)}
            labels={margin.labels.get(line.n)}
            lanes={margin.brackets.lanes}
            colours={margin.colours}
            playing={playing === line.n}
          >
            {open?.n === line.n ? open.content : undefined}
          </LineRow>
        );
      })}
    </div>
  );
});
