import { Button, Checkbox, Drawer, Select, TextInput } from '@mantine/core';
import { useDeferredValue, useMemo, useState } from 'react';
import { useText } from '@/i18n/useText';
import { findAll, mostHits } from './find';
import { overlaps, part, type Passage } from './passage';
import type { Book, Coding, Line } from './wire';
import classes from './FindPanel.module.css';

interface FindPanelProps {
  lines: readonly Line[];
  codings: readonly Coding[];
  book: Book;
  onReveal: (passage: Passage) => void;
  onGive: (code: string, passages: Passage[]) => void;
  onClose: () => void;
}

/** Hits that are drawn at a time. */
const drawn = 200;

/** Finds words in the document; each hit is looked at, and those left marked get one code. */
export function FindPanel({ lines, codings, book, onReveal, onGive, onClose }: FindPanelProps) {
  const { t } = useText();
  const [query, setQuery] = useState('');
  const [out, setOut] = useState<ReadonlySet<string>>(new Set());
  const [sentence, setSentence] = useState(true);
  const [code, setCode] = useState<string | null>(null);
  const [seen, setSeen] = useState(drawn);
  const wanted = useDeferredValue(query);
  const hits = useMemo(() => findAll(lines, wanted), [lines, wanted]);
  const id = (p: Passage) => `${p.from_n}.${p.from_pos}`;
  const has = (p: Passage) => code !== null && codings.some((c) => c.code_id === code && overlaps(c, p));
  const left = hits.filter((p) => !out.has(id(p)) && !has(p));
  const give = () => {
    if (!code) return;
    const passages = left.map((p) => (sentence ? { ...p, from_pos: 0, to_pos: Array.from(lines[p.from_n - 1]?.text ?? '').length } : p));
    onGive(code, passages.filter((p, i) => i === 0 || !sentence || passages[i - 1]?.from_n !== p.from_n));
    onClose();
  };
  return (
    <Drawer opened onClose={onClose} position="right" size="md" title={t('coding:find.title')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <TextInput data-autofocus label={t('coding:find.words')} value={query} onChange={(e) => { setQuery(e.currentTarget.value); setOut(new Set()); setSeen(drawn); }} />
      <p className={classes.count} role="status">
        {query.trim() ? t('coding:find.hits', { count: hits.length }) : t('coding:find.hint')}
        {hits.length === mostHits && ` ${t('coding:find.first')}`}
      </p>
      <ul className={classes.hits}>
        {hits.slice(0, seen).map((p) => {
          const line = lines[p.from_n - 1]!;
          return (
            <li key={id(p)}>
              <Checkbox
                checked={!out.has(id(p)) && !has(p)} disabled={has(p)} aria-label={t('coding:find.take', { n: p.from_n })}
                onChange={(e) => { const next = new Set(out); if (e.currentTarget.checked) next.delete(id(p)); else next.add(id(p)); setOut(next); }}
              />
              <button type="button" onClick={() => onReveal(p)}>
                <i>{p.from_n}</i> {part(line.text, Math.max(0, p.from_pos - 40), p.from_pos)}<b>{part(line.text, p.from_pos, p.to_pos)}</b>{part(line.text, p.to_pos, p.to_pos + 60)}
                {has(p) && <em>{t('coding:find.has')}</em>}
              </button>
            </li>
          );
        })}
      </ul>
      {hits.length > seen && <Button variant="subtle" size="sm" onClick={() => setSeen(seen + drawn)}>{t('coding:find.more')}</Button>}
      <div className={classes.give}>
        <Select
          label={t('coding:find.code')} searchable value={code} onChange={setCode} comboboxProps={{ withinPortal: true }}
          data={(book.families ?? []).map((f) => ({ group: f.name, items: (book.codes ?? []).filter((c) => c.family_id === f.id && c.state === 'active').map((c) => ({ value: c.id, label: c.name })) }))}
        />
        <Checkbox label={t('coding:find.whole')} checked={sentence} onChange={(e) => setSentence(e.currentTarget.checked)} />
        <Button disabled={!code || left.length === 0} onClick={give}>{t('coding:find.give', { count: left.length })}</Button>
      </div>
    </Drawer>
  );
}
