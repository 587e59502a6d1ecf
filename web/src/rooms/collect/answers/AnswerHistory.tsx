import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { Given } from './AskedQuestions';
import type { AskedQuestion, SurveyAnswered } from '../wire';
import classes from './SurveyAnswers.module.css';

/** How whoever gave the answer changed it, the newest change first: each question before and after. */
export function AnswerHistory({ answered: a }: { answered: SurveyAnswered }) {
  const { t } = useText();
  const format = useFormat();
  return (
    <Card title={t('answers:history.title')} note={t('answers:history.note')}>
      <ol className={classes.questions}>
        {a.history.toReversed().map((change) => (
          <li key={change.revision}>
            <p className={classes.question}><time dateTime={change.at}>{format.dateTime(change.at)}</time> <small>{t(`answers:history.way.${change.way}`)}</small></p>
            {change.questions.length === 0 && <p className={classes.soft}>{t('answers:history.language')}</p>}
            {change.questions.map((q) => (
              <div key={q.key} className={classes.change}>
                <p lang={a.language}>{q.text}</p>
                <dl>
                  <div><dt>{t('answers:history.before')}</dt><dd><State question={q.before} answered={a} /></dd></div>
                  <div><dt>{t('answers:history.after')}</dt><dd><State question={q.after} answered={a} /></dd></div>
                </dl>
              </div>
            ))}
          </li>
        ))}
      </ol>
    </Card>
  );
}

// What was answered then; a question that was not asked then says so.
function State({ question, answered }: { question: AskedQuestion | undefined; answered: SurveyAnswered }) {
  const { t } = useText();
  if (!question) return <span className={classes.soft}>{t('answers:history.unasked')}</span>;
  return <div lang={answered.language}><Given question={question} answered={answered} /></div>;
}
