import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { asProblem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useLanguageName } from '../measures/useLanguageName';
import type { ReasonWords } from './wire';
import classes from './Reasons.module.css';

interface WordsFormProps {
  /** What the words are of, for whoever cannot see it above. */
  label: string;
  languages: readonly string[];
  first: ReasonWords;
  verb: string;
  busy: boolean;
  error: unknown;
  onSend: (words: ReasonWords) => void;
  onClose: () => void;
}

/** A reason in words, a line for each language; those left empty are asked in another. */
export function WordsForm({ label, languages, first, verb, busy, error, onSend, onClose }: WordsFormProps) {
  const { t } = useText();
  const nameOf = useLanguageName();
  const [words, setWords] = useState(first);
  const said = Object.fromEntries(Object.entries(words).map(([lang, text]) => [lang, text.trim()]).filter(([, text]) => text));
  return (
    <form className={classes.form} aria-label={label} onSubmit={(e) => { e.preventDefault(); onSend(said); }}>
      <FormProblem problem={error ? asProblem(error) : null} />
      {languages.map((lang, i) => (
        <TextInput key={lang} lang={lang} label={nameOf(lang)} maxLength={200} data-autofocus={i === 0 || undefined} value={words[lang] ?? ''} onChange={(e) => setWords({ ...words, [lang]: e.currentTarget.value })} />
      ))}
      <div className={classes.actions}>
        <Button type="submit" size="xs" loading={busy} disabled={Object.keys(said).length === 0}>{verb}</Button>
        <Button variant="default" size="xs" onClick={onClose}>{t('ui:close')}</Button>
      </div>
    </form>
  );
}
