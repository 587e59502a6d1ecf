import { memo, type ReactNode } from 'react';
import { useText } from '@/i18n/useText';
import type { Stroke } from './brackets';
import { clock } from './clock';
import { segments } from './segments';
import type { Coding, Line } from './wire';
import classes from './Transcript.module.css';

/** A coding as the margin shows it. */
export interface Label {
  coding: Coding;
  name: string;
  colour: string;
  /** Who gave it, where that is not the reader. */
  by?: string;
}

interface LineRowProps {
  line: Line;
  /** The line opens somebody's speech. */
  opens: boolean;
  /** Chosen from this place to that one; -1 for nothing. */
  from: number;
  to: number;
  found?: readonly { from: number; to: number }[];
  strokes?: readonly Stroke[];
  labels?: readonly Label[];
  lanes: number;
  colours: ReadonlyMap<string, string>;
  playing: boolean;
  /** What is open under the line. */
  children?: ReactNode;
}

/** A sentence: its number, its words, and beside them the brackets of what it was given. */
export const LineRow = memo(function LineRow({ line, opens, from, to, found, strokes, labels, lanes, colours, playing, children }: LineRowProps) {
  const { t } = useText();
  const chosen = from >= 0;
  return (
    <div className={classes.row} data-n={line.n} data-chosen={chosen || undefined} data-playing={playing || undefined} data-asks={line.interviewer || undefined} style={{ '--lanes': lanes } as React.CSSProperties}>
      {opens && (
        <p className={classes.who}>
          <b>{line.speaker || t(line.interviewer ? 'coding:interviewer' : 'coding:nobody')}</b>
          {line.from_us !== undefined && <time>{clock(line.from_us)}</time>}
        </p>
      )}
      <span className={classes.number} aria-hidden="true">{line.n}</span>
      <p className={classes.words} data-words={line.n} aria-label={t('coding:line', { n: line.n, text: line.text })}>
        {segments(line.text, line.masks ?? [], chosen ? { from, to } : null, found).map((s, i) => (
          <span key={i} data-selected={s.selected || undefined} data-found={s.found || undefined} data-mask={s.mask !== undefined || undefined} title={s.mask}>{s.text}</span>
        ))}
      </p>
      <span className={classes.margin} aria-hidden="true">
        {strokes?.map((s) => (
          <span key={s.id} className={classes.stroke} data-begins={s.begins || undefined} data-ends={s.ends || undefined} style={{ '--lane': s.lane, '--c': colours.get(s.id) } as React.CSSProperties} />
        ))}
      </span>
      {labels && (
        <ul className={classes.labels}>
          {labels.map(({ coding, name, colour, by }) => (
            <li key={coding.id} style={{ '--c': colour, '--lane': strokes?.find((s) => s.id === coding.id)?.lane ?? 0 } as React.CSSProperties} data-dropped={coding.dropped || undefined}>
              {name}
              {coding.mode && <i>, {t(`coding:mode.${coding.mode}`)}</i>}
              {by && <i> · {by}</i>}
            </li>
          ))}
        </ul>
      )}
      {children}
    </div>
  );
});
