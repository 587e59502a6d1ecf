import { Button, Group, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { useCoderName } from '../useCoderName';
import type { Index } from './codes';
import type { CodingChange } from './queries';
import { modes, type Coding } from './wire';
import classes from './Side.module.css';

interface PassagePanelProps {
  title: string;
  /** The codings on the chosen passage. */
  codings: readonly Coding[];
  /** The one of them whose mode and memo are shown. */
  active: Coding | undefined;
  onActive: (id: string) => void;
  me: string;
  index: Index;
  moments: readonly { value: string; label: string }[];
  memo: React.RefObject<HTMLTextAreaElement | null>;
  onChange: (coding: Coding, change: CodingChange) => void;
  onRemove: (coding: Coding) => void;
  onCode: () => void;
  /** Puts the words with a finding; absent where the reader may not, or nothing is chosen. */
  onFinding?: () => void;
}

/** What was put on the chosen passage: each code, thinks-feels-does, the moment, the memo. */
export function PassagePanel({ title, codings, active, onActive, me, index, moments, memo, onChange, onRemove, onCode, onFinding }: PassagePanelProps) {
  const { t } = useText();
  const coderName = useCoderName();
  const mine = active && active.coder.kind === 'person' && active.coder.id === me;
  return (
    <section>
      <h2>{title}</h2>
      {codings.length === 0 && <p className={classes.soft}>{t('coding:passage.bare')}</p>}
      <ul className={classes.list}>
        {codings.map((c) => (
          <li key={c.id} style={{ '--c': index.colour(c.code_id) } as React.CSSProperties}>
            <button type="button" aria-pressed={c.id === active?.id} onClick={() => onActive(c.id)} className={classes.pick}>
              {index.standing(c.code_id)?.name ?? t('coding:gone')}{' '}
              <i>{t('coding:lines', { count: c.to_n - c.from_n + 1, from: c.from_n, to: c.to_n })}{c.coder.id !== me && ` · ${coderName(c.coder)}`}</i>
            </button>
            {c.coder.id === me && <button type="button" className={classes.off} onClick={() => onRemove(c)}>{t('coding:passage.off')}</button>}
          </li>
        ))}
      </ul>
      <Group mt={10} gap={8}>
        <Button size="sm" variant="default" onClick={onCode}>{t('coding:passage.code')}</Button>
        {onFinding && <Button size="sm" variant="default" onClick={onFinding}>{t('coding:finding.title')}</Button>}
      </Group>
      {mine && (
        <>
          <div className={classes.tri} role="group" aria-label={t('coding:mode.label')}>
            {modes.map((m) => (
              <button key={m} type="button" aria-pressed={active.mode === m} onClick={() => onChange(active, { mode: active.mode === m ? '' : m })}>
                {t(`coding:mode.${m}`)} <kbd>{t(`coding:modeKey.${m}`)}</kbd>
              </button>
            ))}
          </div>
          {moments.length > 0 && (
            <Select
              mt={10} size="sm" searchable clearable aria-label={t('coding:passage.moment')} placeholder={t('coding:passage.moment')}
              data={[...moments]} value={active.touchpoint_id || null} onChange={(v) => onChange(active, { touchpoint_id: v ?? '' })}
            />
          )}
          <Memo key={active.id} box={memo} coding={active} onChange={onChange} />
        </>
      )}
      {active && !mine && active.memo && <p className={classes.memo}>{active.memo}</p>}
    </section>
  );
}

// A memo is kept when the field is left.
function Memo({ box, coding, onChange }: { box: React.RefObject<HTMLTextAreaElement | null>; coding: Coding; onChange: PassagePanelProps['onChange'] }) {
  const { t } = useText();
  const [text, setText] = useState(coding.memo ?? '');
  const kept = text === (coding.memo ?? '');
  return (
    <>
      <Textarea
        ref={box} mt={10} autosize minRows={2} maxRows={10} maxLength={8000} aria-label={t('coding:passage.memo')} placeholder={t('coding:passage.memo')}
        value={text} onChange={(e) => setText(e.currentTarget.value)} onBlur={() => kept || onChange(coding, { memo: text })}
        onKeyDown={(e) => e.key === 'Escape' && e.currentTarget.blur()}
      />
      <p className={classes.under}>
        <span>{t('coding:passage.readers')}</span>
        <span role="status">{text && t(kept ? 'coding:passage.kept' : 'coding:passage.unkept')}</span>
      </p>
    </>
  );
}
