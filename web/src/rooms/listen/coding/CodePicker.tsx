import { useEffect, useRef, useState } from 'react';
import { useText } from '@/i18n/useText';
import { matching, type Index } from './codes';
import { modes, type Book, type Code, type Mode } from './wire';
import classes from './CodePicker.module.css';

/** Codes that are offered at a time. */
const most = 7;
/** The longest name of a code, in characters, as the server has it. */
const longestName = 120;

interface CodePickerProps {
  book: Book;
  index: Index;
  /** The words that are chosen: they may become a code themselves. */
  words: string;
  title: string;
  recent: readonly string[];
  /** Several codes go on at once, and are taken back as one. */
  onGive: (codes: readonly Code[], mode: Mode | undefined) => void;
  onMake: (name: string, mode: Mode | undefined) => void;
  onClose: () => void;
}

/** Puts a code on a passage: by a few letters of it, or a new one of what was typed or said. */
export function CodePicker({ book, index, words, title, recent, onGive, onMake, onClose }: CodePickerProps) {
  const { t } = useText();
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    root.current?.scrollIntoView({ block: 'nearest' }); // a promise in newer browsers, which would be taken for what undoes the effect
  }, []);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const [mode, setMode] = useState<Mode>();
  const [marked, setMarked] = useState<readonly Code[]>([]);
  const mark = (code: Code) => setMarked(marked.includes(code) ? marked.filter((c) => c !== code) : [...marked, code]);
  const give = (code?: Code) => onGive(code && !marked.includes(code) ? [...marked, code] : marked, mode);
  const all = matching(book, query, recent);
  const hits = all.slice(0, most);
  const name = (query.trim() || words).slice(0, longestName);
  const same = (book.codes ?? []).some((c) => c.state === 'active' && c.name.toLowerCase() === name.toLowerCase());
  const key = (e: React.KeyboardEvent) => {
    const hit = hits[at];
    const deeds: Record<string, () => void> = {
      ArrowDown: () => setAt(Math.min(at + 1, hits.length - 1)),
      ArrowUp: () => setAt(Math.max(at - 1, 0)),
      Tab: () => setMode(modes[(modes.indexOf(mode as Mode) + (e.shiftKey ? -1 : 1) + modes.length + 1) % (modes.length + 1)]),
      Escape: onClose,
      Enter: () => (e.shiftKey || !hit ? name && !same && onMake(name, mode) : e.ctrlKey || e.metaKey ? mark(hit) : give(hit)),
    };
    const deed = deeds[e.key];
    if (!deed) return;
    e.preventDefault();
    e.stopPropagation();
    deed();
  };
  return (
    <div ref={root} className={classes.pop} role="dialog" aria-label={title} data-panel>
      <div className={classes.top}>
        <input
          className={classes.query} autoFocus value={query} onChange={(e) => { setQuery(e.currentTarget.value); setAt(0); }} onKeyDown={key}
          role="combobox" aria-expanded="true" aria-controls="coding-hits" aria-activedescendant={hits[at] && `hit-${hits[at].id}`} aria-label={t('coding:picker.which')} placeholder={t('coding:picker.which')}
        />
        <span className={classes.soft}>{t('coding:picker.of', { count: all.length, all: (book.codes ?? []).filter((c) => c.state === 'active').length })}</span>
        <button type="button" className={classes.close} aria-label={t('ui:close')} onClick={onClose}>×</button>
      </div>
      <ul id="coding-hits" role="listbox" aria-label={t('coding:book.title')} className={classes.hits}>
        {hits.map((code, i) => (
          <li key={code.id} id={`hit-${code.id}`} role="option" aria-selected={i === at} style={{ '--c': index.colour(code.id) } as React.CSSProperties} onMouseEnter={() => setAt(i)} onMouseDown={(e) => e.preventDefault()} onClick={(e) => (e.ctrlKey || e.metaKey ? mark(code) : give(code))}>
            <span>{code.name}</span>
            {code.definition && <p>{code.definition}</p>}
            <span className={classes.mark} aria-hidden="true" title={t('coding:picker.also', { name: code.name })} data-marked={marked.includes(code) || undefined} onClick={(e) => { e.stopPropagation(); mark(code); }}>
              {marked.includes(code) ? '✓' : '+'}
            </span>
          </li>
        ))}
      </ul>
      {name && !same && (
        <button type="button" className={classes.make} onClick={() => onMake(name, mode)}>
          <span>{t(query.trim() ? 'coding:picker.make' : 'coding:picker.vivo', { name })}</span>
          <kbd>{t('coding:key.shift')} {t('coding:key.enter')}</kbd>
        </button>
      )}
      {marked.length > 0 && (
        <div className={classes.marked}>
          <span role="status">{marked.map((c) => c.name).join(' · ')}</span>
          <button type="button" onMouseDown={(e) => e.preventDefault()} onClick={() => give()}>{t('coding:picker.giveAll', { count: marked.length })}</button>
        </div>
      )}
      <div className={classes.foot}>
        <span className={classes.modes} role="group" aria-label={t('coding:mode.label')}>
          {modes.map((m) => (
            <button key={m} type="button" aria-pressed={mode === m} onMouseDown={(e) => e.preventDefault()} onClick={() => setMode(mode === m ? undefined : m)}>{t(`coding:mode.${m}`)}</button>
          ))}
        </span>
        <span className={classes.keys}><kbd>{t('coding:key.tab')}</kbd> {t('coding:picker.modes')} <kbd>{t('coding:key.ctrl')} {t('coding:key.enter')}</kbd> {t('coding:picker.several')}</span>
      </div>
    </div>
  );
}
