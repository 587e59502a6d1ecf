import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { asProblem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { offeredLanguages, useLanguageName } from '../measures/useLanguageName';
import { useReasonChanges } from './queries';
import { languagesOf, type ReasonList, type ReasonWords } from './wire';
import classes from './Reasons.module.css';

const asked = ['wording', 'other', 'why'] as const;
type Asked = (typeof asked)[number];

const trimmed = (words: ReasonWords): ReasonWords => Object.fromEntries(Object.entries(words).map(([lang, text]) => [lang, text.trim()]).filter(([, text]) => text));

/** The name of a list and the words of its question, in the languages it is worded in and further ones. */
export function ListForm({ list, onClose }: { list: ReasonList; onClose: () => void }) {
  const { t } = useText();
  const nameOf = useLanguageName();
  const { change } = useReasonChanges(list);
  const [name, setName] = useState(list.name);
  const [words, setWords] = useState<Record<Asked, ReasonWords>>({ wording: list.wording, other: list.other, why: list.why });
  const [languages, setLanguages] = useState(() => languagesOf(list));
  const further = offeredLanguages.filter((lang) => !languages.includes(lang));
  const [next, setNext] = useState('');
  const chosen = further.includes(next) ? next : (further[0] ?? '');
  const said = { wording: trimmed(words.wording), other: trimmed(words.other), why: trimmed(words.why) };
  const full = name.trim() !== '' && asked.every((part) => Object.keys(said[part]).length > 0);
  return (
    <form className={classes.form} aria-label={t('measure:reasons.rephrase')} onSubmit={(e) => { e.preventDefault(); change.mutate({ name: name.trim(), ...said }, { onSuccess: onClose }); }}>
      <FormProblem problem={change.isError ? asProblem(change.error) : null} />
      <TextInput label={t('measure:reasons.name')} required maxLength={300} data-autofocus value={name} onChange={(e) => setName(e.currentTarget.value)} />
      {languages.map((lang) => (
        <fieldset key={lang} className={classes.language}>
          <legend>{nameOf(lang)}</legend>
          {asked.map((part) => (
            <Textarea
              key={part} lang={lang} autosize minRows={1} maxRows={6} maxLength={2000} label={t(`measure:reasons.part.${part}`)} value={words[part][lang] ?? ''}
              onChange={(e) => setWords({ ...words, [part]: { ...words[part], [lang]: e.currentTarget.value } })}
            />
          ))}
        </fieldset>
      ))}
      {further.length > 0 && (
        <div className={classes.actions}>
          <NativeSelect size="xs" aria-label={t('measure:reasons.language')} data={further.map((value) => ({ value, label: nameOf(value) }))} value={chosen} onChange={(e) => setNext(e.currentTarget.value)} />
          <Button variant="default" size="xs" onClick={() => setLanguages([...languages, chosen])}>{t('measure:reasons.addLanguage')}</Button>
        </div>
      )}
      <p className={classes.soft}>{t('measure:reasons.rephraseNote')}</p>
      <div className={classes.actions}>
        <Button type="submit" size="xs" loading={change.isPending} disabled={!full}>{t('measure:reasons.rewordDo')}</Button>
        <Button variant="default" size="xs" onClick={onClose}>{t('ui:close')}</Button>
      </div>
    </form>
  );
}
