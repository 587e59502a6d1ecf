import { Button, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { colourOf, matching } from './codes';
import type { Book, Code } from './wire';
import classes from './Codebook.module.css';

interface CodebookProps {
  book: Book;
  /** How often each code was given here, by its id. */
  here: ReadonlyMap<string, number>;
  /** Others' passages are sealed: the counts are the reader's own. */
  blind: boolean;
  search: React.RefObject<HTMLInputElement | null>;
  /** Puts a code on what is chosen; absent while nothing is. */
  onGive?: (code: Code) => void;
}

/** The codes by family, with what each means and how often it was given here. */
export function Codebook({ book, here, blind, search, onGive }: CodebookProps) {
  const { t } = useText();
  const [query, setQuery] = useState('');
  const [open, setOpen] = useState<string>();
  const found = new Set(matching(book, query).map((c) => c.id));
  const families = (book.families ?? []).map((family) => ({ family, codes: (book.codes ?? []).filter((c) => c.family_id === family.id && found.has(c.id)) }));
  return (
    <aside className={classes.book} aria-label={t('coding:book.title')}>
      <h2>{t('coding:book.title')}</h2>
      <p className={classes.soft}>{t('coding:book.size', { name: book.name, codes: t('coding:book.codes', { count: (book.codes ?? []).filter((c) => c.state === 'active').length }), families: t('coding:book.families', { count: families.length }) })} <Link to="/listen/codebooks/$id" params={{ id: book.id }}>{t('coding:book.edit')}</Link></p>
      <TextInput ref={search} my={8} size="sm" aria-label={t('coding:book.find')} placeholder={t('coding:book.find')} value={query} onChange={(e) => setQuery(e.currentTarget.value)} rightSection={<kbd className={classes.key}>/</kbd>} />
      <div className={classes.head}>
        <span />
        <span>{t('coding:book.here')}</span>
      </div>
      {families.filter((f) => f.codes.length > 0 || !query).map(({ family, codes }) => (
        <section key={family.id} aria-label={family.name} style={{ '--c': colourOf(family) } as React.CSSProperties}>
          <h3 className={classes.family}>{family.name}</h3>
          {codes.map((code) => (
            <div key={code.id} className={classes.entry} data-open={open === code.id || undefined}>
              <button type="button" className={classes.code} aria-expanded={open === code.id} onClick={() => setOpen(open === code.id ? undefined : code.id)}>
                <span>{code.name}</span>
                <span data-zero={!here.get(code.id) || undefined}>{here.get(code.id) ?? 0}</span>
              </button>
              {open === code.id && (
                <div className={classes.about}>
                  {code.definition && <p>{code.definition}</p>}
                  {code.use_when && <p><i>{t('coding:book.use')}</i> {code.use_when}</p>}
                  {code.not_when && <p><i>{t('coding:book.not')}</i> {code.not_when}</p>}
                  {code.example && <p className={classes.example}>{code.example}</p>}
                  {!code.definition && !code.use_when && !code.not_when && !code.example && <p><i>{t('coding:book.undescribed')}</i></p>}
                  {onGive && <Button size="compact-sm" variant="default" mt={6} onClick={() => onGive(code)}>{t('coding:book.give')}</Button>}
                </div>
              )}
            </div>
          ))}
        </section>
      ))}
      {query && found.size === 0 && <p className={classes.soft}>{t('coding:book.none')}</p>}
      {blind && <p className={classes.foot}>{t('coding:book.alone')}</p>}
    </aside>
  );
}
