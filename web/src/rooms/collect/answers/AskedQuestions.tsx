import { useFormat } from '@/format/context';
import { inWords } from '@/i18n/inWords';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { Words } from '@/ui/Words';
import type { AskedQuestion, SurveyAnswered } from '../wire';
import classes from './SurveyAnswers.module.css';

/** What is shown of an answer, or of a test. */
type Shown = Pick<SurveyAnswered, 'id' | 'language' | 'pages' | 'files'>;

/** The questions as they were shown, page by page, each with what was answered. */
export function AskedQuestions({ answered: a }: { answered: Shown }) {
  const { t } = useText();
  return a.pages.map((page, i) => (
    <Card key={i} title={page.title ? <span lang={a.language}>{page.title}</span> : t('answers:page', { n: i + 1 })}>
      <ol className={classes.questions}>
        {page.questions.map((q) => (
          <li key={q.key}>
            <p className={classes.question}><span lang={a.language}>{q.text}</span>{q.gone && <small className={classes.gone}>{t('answers:gone')}</small>}</p>
            <div lang={a.language}><Given question={q} answered={a} /></div>
          </li>
        ))}
      </ol>
    </Card>
  ));
}

/** What was answered to a question. */
export function Given({ question: q, answered }: { question: AskedQuestion; answered: Shown }) {
  const { t, i18n } = useText();
  const format = useFormat();
  if (!q.answered) return <p className={classes.soft} lang={i18n.language}>{t('answers:unanswered')}</p>;
  if (q.na) return <p className={classes.soft} lang={i18n.language}>{t('answers:na')}</p>;
  const files = answered.files.filter((f) => q.files.includes(f.id));
  return (
    <>
      {q.number !== undefined && <Score question={q} />}
      {q.consent !== undefined && <b>{t(q.consent ? 'answers:yes' : 'answers:no')}</b>}
      {q.options.length > 0 && <Options question={q} />}
      {q.said && (q.kind === 'date' ? <b>{format.date(q.said)}</b> : <Words>{q.said}</Words>)}
      {q.read && <ReadAs reading={q.read} />}
      {q.rows.length > 0 && (
        <dl className={classes.facts}>
          {q.rows.map((r) => (
            <div key={r.text}><dt>{r.text}</dt><dd>{r.na ? t('answers:na') : r.chosen || (r.number === undefined ? '–' : format.number(r.number))}</dd></div>
          ))}
        </dl>
      )}
      {q.sets.map((s, i) => (
        <p key={i} className={classes.set}>
          <span>{s.shown.join(' · ')}</span>
          {s.best ? <b>+ {s.best} &nbsp; − {s.worst}</b> : <span className={classes.soft}>{t('answers:unanswered')}</span>}
        </p>
      ))}
      {files.map((f) => (
        <p key={f.id}><a className={classes.file} href={`/api/responses/${answered.id}/files/${f.id}`} download={f.name}>{f.name}</a> <small>{format.bytes(f.size)}</small></p>
      ))}
    </>
  );
}

// As which reason own words count, and who said so.
function ReadAs({ reading }: { reading: NonNullable<AskedQuestion['read']> }) {
  const { t, i18n } = useText();
  const format = useFormat();
  const reason = inWords(reading.text, i18n.language) || reading.code;
  return <p className={classes.soft} lang={i18n.language}>{t('answers:readAs', { reason, who: reading.by_name, day: format.date(reading.at) })}</p>;
}

// A score with what its ends meant then.
function Score({ question: q }: { question: AskedQuestion }) {
  const { t } = useText();
  const format = useFormat();
  return (
    <p className={classes.score}>
      <b>{format.number(q.number ?? 0, Number.isInteger(q.number) ? 0 : 1)}</b> {q.label && <span>{q.label}</span>}
      {q.least !== undefined && q.most !== undefined && (
        <small>{t('answers:scale', { least: format.number(q.least), most: format.number(q.most) })}{q.low && ` (${q.low} – ${q.high ?? ''})`}</small>
      )}
    </p>
  );
}

function Options({ question: q }: { question: AskedQuestion }) {
  const { t } = useText();
  const ranked = q.options.some((o) => o.place);
  const shown = ranked ? q.options.filter((o) => o.place).sort((a, b) => (a.place ?? 0) - (b.place ?? 0)) : q.options;
  return (
    <ul className={classes.options}>
      {shown.map((o) => (
        <li key={o.text} data-chosen={o.chosen || o.place ? true : undefined}>
          {ranked ? `${String(o.place)}. ` : <span aria-hidden="true">{o.chosen ? '●' : '○'} </span>}{o.text}
          {o.chosen && <span className={classes.unseen}>{t('answers:chosen')}</span>}
        </li>
      ))}
    </ul>
  );
}
