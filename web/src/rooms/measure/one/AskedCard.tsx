import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { baseOf, draftOf, pointsOf } from '../measures/draft';
import { useLanguageName } from '../measures/useLanguageName';
import type { Measure } from '../wire';
import classes from '../measures/Measures.module.css';

/** How a measure is asked: the question side by side in its languages, and the words of its scale. */
export function AskedCard({ measure }: { measure: Measure }) {
  const { t, i18n } = useText();
  const nameOf = useLanguageName();
  const { wording, words, scale } = draftOf(measure, i18n.language);
  const languages = Object.keys(words).filter((lang) => Object.keys(words[lang] ?? {}).length > 0);
  const scores = pointsOf(scale).filter((score) => languages.some((lang) => words[lang]?.[score]));
  return (
    <Card title={t('measure:one.asked')} note={scores.length > 0 ? undefined : t('measure:one.noWords')}>
      <div className={classes.two}>
        {Object.entries(wording).map(([lang, text]) => (
          <div key={lang}>
            <p className={classes.language}>{nameOf(lang)}</p>
            {text ? <p className={classes.asked} lang={lang}>{text}</p> : <p className={classes.soft}>{t('measure:one.unasked')}</p>}
          </div>
        ))}
      </div>
      {scores.length > 0 && (
        <div className={classes.scroller} role="region" aria-label={t('measure:form.words')} tabIndex={0}>
          <table className={classes.words}>
            <thead>
              <tr>
                <th scope="col">{t('measure:form.score')}</th>
                {languages.map((lang) => <th key={lang} scope="col">{languages.length > 1 || lang !== baseOf(measure, i18n.language) || measure.wording[lang] ? nameOf(lang) : t('measure:form.words')}</th>)}
              </tr>
            </thead>
            <tbody>
              {scores.map((score) => (
                <tr key={score}>
                  <th scope="row">{score}</th>
                  {languages.map((lang) => <td key={lang} lang={lang}>{words[lang]?.[score]}</td>)}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}
