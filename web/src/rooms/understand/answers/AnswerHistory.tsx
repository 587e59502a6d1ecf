import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import type { Measure, Response } from '../wire';
import { AnswersGiven } from './AnswersGiven';
import classes from './AnswerFacts.module.css';

/** What a response was before it was changed, newest first. */
export function AnswerHistory({ response, measures }: { response: Response; measures: readonly Measure[] }) {
  const { t } = useText();
  const format = useFormat();
  if (response.history.length === 0) return null;
  return (
    <section className={classes.facts}>
      <h3>{t('understand:answer.history')}</h3>
      {response.history.map((before) => (
        <details key={before.until}>
          <summary>{t('understand:answer.until', { at: format.dateTime(before.until) })}</summary>
          <AnswersGiven answers={before.answers} measures={measures} language={response.language} />
          <dl>
            {Object.entries(before.traits).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      ))}
    </section>
  );
}
