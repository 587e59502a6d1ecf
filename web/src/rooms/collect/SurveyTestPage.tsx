import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorPage } from '@/ui/ErrorPage';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { AskedQuestions } from './answers/AskedQuestions';
import { surveyTestQuery } from './answers/queries';
import { digitsOf } from './answers/score';
import { useLanguageName } from './answers/useLanguageName';
import type { TestAnswered } from './wire';
import classes from './answers/SurveyAnswers.module.css';

/** A test, as it was asked and answered. */
export function SurveyTestPage() {
  const { t } = useText();
  const { id = '', test = '' } = useParams({ strict: false });
  const query = useQuery(surveyTestQuery(id, test));
  return (
    <>
      <Link to="/measures/surveys/$id/tests" params={{ id }} className={classes.back}>{t('answers:tests.all')}</Link>
      {query.isPending && <Loading />}
      {query.isError && <ErrorPage error={query.error} retry={() => void query.refetch()} />}
      {query.data && <One test={query.data} />}
    </>
  );
}

function One({ test: a }: { test: TestAnswered }) {
  const { t } = useText();
  const format = useFormat();
  const languageName = useLanguageName();
  const facts: [string, string | undefined][] = [
    [t('answers:outcome.label'), t(`answers:outcome.${a.outcome}`)], [t('answers:ended'), a.ended], [t('answers:way.label'), t(a.random ? 'answers:tests.chance' : 'answers:tests.link')],
    [t('answers:version'), a.number === 0 ? t('answers:tests.draft') : format.number(a.number)], [t('answers:language'), languageName(a.language)],
    [t('answers:started'), format.dateTime(a.started_at)], [t('answers:tests.gone'), format.date(a.gone_at)],
    [t('answers:score'), a.score === undefined ? undefined : format.number(a.score, digitsOf(a.score))], ...a.values.map((v): [string, string] => [v.code, v.value]),
  ];
  return (
    <Page title={t('answers:tests.one')} lead={a.survey}>
      <div className={classes.split}>
        <div className={classes.asked}><AskedQuestions answered={{ ...a, files: [] }} /></div>
        <Card title={t('answers:tests.known')} note={t('answers:tests.lead')}>
          <dl className={classes.facts}>
            {facts.filter(([, value]) => value).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
          </dl>
        </Card>
      </div>
    </Page>
  );
}
