import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ConsentBadge } from '@/ui/ConsentBadge';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorPage } from '@/ui/ErrorPage';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { ReplyThread } from '@/ui/replies/ReplyThread';
import { AnswerHistory } from './answers/AnswerHistory';
import { AskedQuestions } from './answers/AskedQuestions';
import { surveyAnswerQuery } from './answers/queries';
import { digitsOf } from './answers/score';
import { readSurveyAnswersSearch } from './answers/search';
import { useLanguageName } from './answers/useLanguageName';
import type { SurveyAnswered } from './wire';
import classes from './answers/SurveyAnswers.module.css';

/** What one person answered, as it was asked: in the version and the language of then. */
export function SurveyAnswerPage() {
  const { t } = useText();
  const { id = '', response = '' } = useParams({ strict: false });
  const search = readSurveyAnswersSearch(useSearch({ strict: false }));
  const query = useQuery(surveyAnswerQuery(id, response));
  return (
    <>
      <Link to="/measures/surveys/$id/answers" params={{ id }} search={search} className={classes.back}>{t('answers:backToList')}</Link>
      {query.isPending && <Loading />}
      {query.isError && <ErrorPage error={query.error} retry={() => void query.refetch()} />}
      {query.data && <One answered={query.data} />}
    </>
  );
}

function One({ answered: a }: { answered: SurveyAnswered }) {
  const { t } = useText();
  const format = useFormat();
  const languageName = useLanguageName();
  const facts: [string, string | undefined][] = [
    [t('answers:outcome.label'), t(`answers:outcome.${a.outcome}`)], [t('answers:ended'), a.ended], [t('answers:way.label'), t(`answers:way.${a.came_by}`)],
    [t('answers:version'), format.number(a.number)], [t('answers:language'), languageName(a.language)], [t('answers:account'), a.account?.name || a.account?.key], [t('answers:unit'), a.unit?.name || a.unit?.key],
    [t('answers:doubt.label'), a.doubts.map((d) => t(`answers:doubt.${d}`)).join(', ')],
    [t('answers:minutes'), a.minutes === undefined ? undefined : format.number(a.minutes, 1)],
    [t('answers:score'), a.score === undefined ? undefined : format.number(a.score, digitsOf(a.score))], ...a.values.map((v): [string, string] => [v.code, v.value]),
  ];
  return (
    <Page title={a.customer?.name || a.customer?.key || t('answers:somebody')} lead={a.survey}>
      <div className={classes.split}>
        <div className={classes.asked}>
          {a.outcome === 'begun' && <EmptyState title={t('answers:begun.title')}>{t('answers:begun.why')}</EmptyState>}
          <AskedQuestions answered={a} />
          {a.history.length > 0 && <AnswerHistory answered={a} />}
          {a.outcome === 'complete' && <Card title={t('replies:card')} note={t('replies:cardNote')}><ReplyThread about={{ survey: a.survey_id, response: a.id }} /></Card>}
        </div>
        <Card title={t('answers:known')}>
          {a.consent && <p className={classes.note}><ConsentBadge consent={a.consent} /></p>}
          <dl className={classes.facts}>
            {facts.filter(([, value]) => value).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
          </dl>
          <h3 className={classes.small}>{t('answers:events')}</h3>
          <ol className={classes.events}>
            {a.events.map((e) => <li key={`${e.kind} ${e.at}`}><time dateTime={e.at}>{format.dateTime(e.at)}</time> {t(`answers:event.${e.kind}`)}</li>)}
          </ol>
          {a.customer && <p><Link to="/people/customers/$id" params={{ id: a.customer.id }}>{t('answers:toPerson')}</Link></p>}
        </Card>
      </div>
    </Page>
  );
}
