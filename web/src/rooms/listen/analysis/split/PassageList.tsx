import { useRef, useState } from 'react';
import { useText } from '@/i18n/useText';
import { useCoderName } from '../../useCoderName';
import { useKeys, type Keys } from '../../coding/useKeys';
import type { Quote } from '../queries';
import type { Piece, Taken } from './pieces';
import classes from './Split.module.css';

interface PassageListProps {
  passages: readonly Quote[];
  pieces: readonly Piece[];
  taken: Taken;
  onGive: (passage: string, piece: number | undefined) => void;
}

/** The passages of a code, one after the other; a digit or a button says which piece takes it. */
export function PassageList({ passages, pieces, taken, onGive }: PassageListProps) {
  const { t } = useText();
  const list = useRef<HTMLOListElement>(null);
  const [at, setAt] = useState(0);
  const coderName = useCoderName();
  const go = (n: number) => {
    const next = Math.min(Math.max(n, 0), passages.length - 1);
    setAt(next);
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' });
  };
  const put = (piece: number | undefined) => {
    const passage = passages[at];
    if (!passage) return;
    onGive(passage.coding.id, piece);
    go(at + 1);
  };
  const keys: Keys = { j: () => go(at + 1), k: () => go(at - 1), ArrowDown: () => go(at + 1), ArrowUp: () => go(at - 1), '0': () => put(undefined) };
  pieces.forEach((_, n) => { keys[String(n + 1)] = () => put(n); });
  useKeys(keys);
  return (
    <ol ref={list} className={classes.passages}>
      {passages.map((q, n) => {
        const to = taken.get(q.coding.id);
        const source = t(`analysis:quotes.${q.kind === 'comment' ? 'comment' : 'interview'}`, { number: q.number });
        return (
          <li key={q.coding.id} data-at={n === at || undefined} aria-current={n === at || undefined} onClick={() => setAt(n)}>
            <p>{q.text || t('analysis:quotes.erased')}</p>
            <span className={classes.soft}>{[q.pseudonym, source, t('analysis:quotes.lines', { count: q.coding.to_n - q.coding.from_n + 1, from: q.coding.from_n, to: q.coding.to_n }), q.coding.coder.name && coderName(q.coding.coder)].filter(Boolean).join(' · ')}</span>
            <span className={classes.choices} role="group" aria-label={t('analysis:split.where', { source, line: q.coding.from_n })}>
              <button type="button" aria-pressed={to === undefined} onClick={() => onGive(q.coding.id, undefined)}><kbd>0</kbd> {t('analysis:split.stays')}</button>
              {pieces.map((p, k) => <button key={k} type="button" aria-pressed={to === k} onClick={() => onGive(q.coding.id, k)}><kbd>{k + 1}</kbd> {p.name.trim() || t('analysis:split.name', { n: k + 1 })}</button>)}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
