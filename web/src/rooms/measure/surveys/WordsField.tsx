import { Textarea } from '@mantine/core';
import { useLanguageName } from '../measures/useLanguageName';
import { worded, type Words } from './draft';
import classes from './Surveys.module.css';

interface WordsFieldProps {
  label: string;
  languages: readonly string[];
  words: Words | null | undefined;
  onChange: (words: Words) => void;
  /** A line each, for short words. */
  short?: boolean;
}

/** The same words in each language, side by side; one that is missing shows what the base says. */
export function WordsField({ label, languages, words, onChange, short }: WordsFieldProps) {
  const nameOf = useLanguageName();
  const base = languages[0] ?? '';
  return (
    <div className={classes.words}>
      {languages.map((lang) => (
        <Textarea
          key={lang} lang={lang} autosize minRows={short ? 1 : 2} maxRows={12} maxLength={4000}
          label={languages.length > 1 ? `${label} · ${nameOf(lang)}` : label}
          placeholder={lang === base ? undefined : words?.[base]} data-missing={(lang !== base && words?.[base] && !words[lang]) || undefined}
          value={words?.[lang] ?? ''} onChange={(e) => onChange(worded(words, lang, e.currentTarget.value))}
        />
      ))}
    </div>
  );
}
