import { useNavigate } from '@tanstack/react-router';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { DataTable } from '@/ui/DataTable';
import type { SurveyAnswer } from '../wire';
import { digitsOf } from './score';
import type { SurveyAnswersSearch } from './search';
import { useLanguageName } from './useLanguageName';
import classes from './SurveyAnswers.module.css';

/** Who answered, as rows; each opens into what was asked and said. */
export function AnswersTable({ survey, answers, search, busy }: { survey: string; answers: readonly SurveyAnswer[]; search: SurveyAnswersSearch; busy: boolean }) {
  const { t } = useText();
  const format = useFormat();
  const navigate = useNavigate();
  const languageName = useLanguageName();
  const scores = answers.map((a) => a.score).filter((s) => s !== undefined);
  const digits = digitsOf(...scores);
  return (
    <div className={busy ? classes.busy : undefined} aria-busy={busy}>
      <DataTable<SurveyAnswer>
        label={t('answers:list.table')} rows={answers} rowKey={(a) => a.id} stack
        onOpen={(a) => void navigate({ to: '/measures/surveys/$id/answers/$response', params: { id: survey, response: a.id }, search })}
        columns={[
          { key: 'started', header: t('answers:started'), width: '170px', cell: (a) => <time dateTime={a.started_at}>{format.dateTime(a.started_at)}</time> },
          { key: 'outcome', header: t('answers:outcome.label'), width: '110px', cell: (a) => <span className={a.outcome === 'complete' ? undefined : classes.soft}>{t(`answers:outcome.${a.outcome}`)}</span> },
          { key: 'who', header: t('answers:who'), line: true, cell: (a) => <Who answer={a} /> },
          { key: 'way', header: t('answers:way.label'), width: '120px', named: true, cell: (a) => t(`answers:way.${a.came_by}`) },
          { key: 'version', header: t('answers:version'), numeric: true, cell: (a) => format.number(a.number) },
          { key: 'language', header: t('answers:language'), named: true, cell: (a) => languageName(a.language) },
          { key: 'minutes', header: t('answers:minutes'), numeric: true, cell: (a) => (a.minutes === undefined ? '' : format.number(a.minutes, 1)) },
          ...(answers.some((a) => a.doubts.length > 0) ? [{ key: 'doubts', header: t('answers:doubt.label'), width: '130px', named: true, cell: (a: SurveyAnswer) => a.doubts.map((d) => t(`answers:doubt.${d}`)).join(', ') || '–' }] : []),
          ...(scores.length > 0 ? [{ key: 'score', header: t('answers:score'), numeric: true, cell: (a: SurveyAnswer) => (a.score === undefined ? '' : format.number(a.score, digits)) }] : []),
        ]}
      />
    </div>
  );
}

function Who({ answer: a }: { answer: SurveyAnswer }) {
  const { t } = useText();
  const firm = a.account?.name || a.account?.key;
  const who = a.customer?.name || a.customer?.key;
  return (
    <>
      {who || firm || t('answers:somebody')}
      {who && firm && <span className={classes.soft}> · {firm}</span>}
      {a.excerpt && <span className={classes.excerpt} lang={a.language}>{a.excerpt}</span>}
    </>
  );
}
