import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { saidOf } from '../charts/scores';
import { Words } from '@/ui/Words';
import type { Answer, Measure } from '../wire';
import classes from './AnswersGiven.module.css';

interface AnswersGivenProps {
  answers: readonly Answer[];
  measures: readonly Measure[];
  language?: string;
}

/** Each answer under its question, as it was asked: words first, then scores. */
export function AnswersGiven({ answers, measures, language }: AnswersGivenProps) {
  const { t } = useText();
  const written = answers.filter((a) => a.text);
  const scored = answers.filter((a) => !a.text);
  return (
    <section aria-label={t('understand:answer.given')}>
      {written.map((a, i) => (
        <div key={i} className={classes.written}>
          {a.question && <p className={classes.question}>{a.question}</p>}
          <Words lang={language || undefined}>{a.text}</Words>
        </div>
      ))}
      {scored.length > 0 && (
        <dl className={classes.scores}>
          {scored.map((a, i) => (
            <div key={i}>
              <dt>{a.question || measures.find((m) => m.id === a.measure_id)?.name}</dt>
              <dd><Given answer={a} measures={measures} /></dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function Given({ answer, measures }: { answer: Answer; measures: readonly Measure[] }) {
  const { t, i18n } = useText();
  const format = useFormat();
  const scale = measures.find((m) => m.id === answer.measure_id)?.scale;
  const score = answer.score === undefined ? undefined : format.number(answer.score, Number.isInteger(answer.score) ? 0 : 1);
  const words = saidOf(answer, scale, i18n.language);
  return (
    <>
      <b>{words ?? score}</b>
      {!words && scale && score && (
        <small> {t('understand:answer.onScale', { min: format.number(scale.min), max: format.number(scale.max) })}</small>
      )}
      {answer.raw && answer.raw !== words && Number(answer.raw) !== answer.score && <small> {t('understand:answer.raw', { raw: answer.raw })}</small>}
    </>
  );
}
