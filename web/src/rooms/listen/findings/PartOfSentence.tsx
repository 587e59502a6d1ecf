import { Button } from '@mantine/core';
import { useRef } from 'react';
import { useText } from '@/i18n/useText';
import { selectedIn } from '../coding/selection';
import { moved, wordStarts, type Part } from './part';
import classes from './Findings.module.css';

interface PartOfSentenceProps {
  n: number;
  text: string;
  lang?: string;
  part: Part;
  onChange: (part: Part) => void;
}

/** Chooses a part of a sentence: by selecting with the mouse, or word by word with the arrow keys. */
export function PartOfSentence({ n, text, lang, part, onChange }: PartOfSentenceProps) {
  const { t } = useText();
  const root = useRef<HTMLDivElement>(null);
  const letters = Array.from(text);
  const whole = part.from === 0 && part.to === letters.length;
  const select = () => {
    const passage = root.current && selectedIn(root.current, [{ n: 1, text }]);
    if (passage) onChange({ from: passage.from_pos, to: passage.to_pos });
  };
  const key = (e: React.KeyboardEvent) => {
    const by = e.key === 'ArrowRight' ? 1 : e.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    e.preventDefault();
    onChange(moved(part, wordStarts(text), e.shiftKey ? 'to' : 'from', by));
  };
  return (
    <div className={classes.part}>
      <div ref={root} role="group" tabIndex={0} aria-label={t('findings:part', { n })} title={t('findings:partHint')} onMouseUp={select} onTouchEnd={() => setTimeout(select)} onKeyDown={key}>
        <p data-words="1" lang={lang || undefined}>{letters.slice(0, part.from).join('')}<mark>{letters.slice(part.from, part.to).join('')}</mark>{letters.slice(part.to).join('')}</p>
      </div>
      {!whole && <p className={classes.soft} role="status">{t('findings:partIs', { words: letters.slice(part.from, part.to).join('') })} <Button size="compact-xs" variant="subtle" onClick={() => onChange({ from: 0, to: letters.length })}>{t('findings:partWhole')}</Button></p>}
    </div>
  );
}
