import { Checkbox, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useText } from '@/i18n/useText';
import { pointsOf, type Draft } from './draft';
import { useLanguageName } from './useLanguageName';
import classes from './Measures.module.css';

/** The words of each score side by side in the languages, and whether it counts as good. */
export function ScaleWords({ form }: { form: UseFormReturnType<Draft> }) {
  const { t } = useText();
  const nameOf = useLanguageName();
  const { scale, words, good } = form.values;
  const points = pointsOf(scale);
  const languages = Object.keys(words);
  if (points.length === 0) return <p className={classes.soft}>{t('measure:form.noWords')}</p>;
  const toggle = (score: number) => form.setFieldValue('good', good.includes(score) ? good.filter((g) => g !== score) : [...good, score]);
  return (
    <div className={classes.scroller} data-form role="region" aria-label={t('measure:form.words')} tabIndex={0}>
      <table className={classes.words}>
        <caption className={classes.soft}>{t('measure:form.wordsHint')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('measure:form.score')}</th>
            {languages.map((lang) => <th key={lang} scope="col">{nameOf(lang)}</th>)}
            <th scope="col">{t('measure:form.good')}</th>
          </tr>
        </thead>
        <tbody>
          {points.map((score) => (
            <tr key={score}>
              <th scope="row">{score}</th>
              {languages.map((lang) => (
                <td key={lang}>
                  <TextInput
                    size="xs" lang={lang} maxLength={300} aria-label={t('measure:form.wordsOf', { score, language: nameOf(lang) })} value={words[lang]?.[score] ?? ''}
                    onChange={(e) => form.setFieldValue('words', { ...words, [lang]: { ...words[lang], [score]: e.currentTarget.value } })}
                  />
                </td>
              ))}
              <td><Checkbox aria-label={t('measure:form.goodOf', { score })} checked={good.includes(score)} onChange={() => toggle(score)} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
