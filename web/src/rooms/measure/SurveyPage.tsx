import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useText } from '@/i18n/useText';
import { ErrorPage } from '@/ui/ErrorPage';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { readSurveySearch } from './routes';
import { Builder } from './surveys/Builder';
import { PublishCard } from './surveys/PublishCard';
import { ShareCard } from './surveys/ShareCard';
import { SurveyActions } from './surveys/SurveyActions';
import { TestCards } from './surveys/TestCards';
import { VersionsCard } from './surveys/VersionsCard';
import { draftQuery, surveyQuery } from './surveys/queries';
import type { Survey } from './surveys/wire';
import { useMayWrite } from './useMayWrite';
import classes from './measures/Measures.module.css';

/** One survey: its questions, what is mended before it is published, its versions. */
export function SurveyPage() {
  const { t } = useText();
  const { id = '' } = useParams({ strict: false });
  const query = useQuery(surveyQuery(id));
  return (
    <>
      <Link to="/measures/surveys" search={query.data ? { program: query.data.program_id } : {}} className={classes.back}>{t('surveys:back')}</Link>
      {query.isPending && <Loading />}
      {query.isError && <ErrorPage error={query.error} retry={() => void query.refetch()} />}
      {query.data && <One key={query.data.id} survey={query.data} />}
    </>
  );
}

const tabs = ['questions', 'test', 'publish', 'share', 'versions'] as const;

function One({ survey }: { survey: Survey }) {
  const { t } = useText();
  const navigate = useNavigate();
  const { tab = 'questions' } = readSurveySearch(useSearch({ strict: false }));
  const mayWrite = useMayWrite(survey.program_id);
  const lead = t(`surveys:stateNow.${survey.state}`, { n: survey.published });
  return (
    <Page title={survey.name} lead={survey.unpublished && survey.published > 0 ? `${lead} ${t('surveys:stateNow.unpublished')}` : lead} actions={mayWrite && <SurveyActions survey={survey} />}>
      {survey.published > 0 && (
        <p className={classes.onward}>
          <Link to="/measures/surveys/$id/answers" params={{ id: survey.id }}>{t('surveys:answers')}</Link>
          <Link to="/understand/fieldwork/$id" params={{ id: survey.id }}>{t('surveys:fieldwork')}</Link>
          {survey.anonymous > 0 && <Link to="/understand/surveys/$id" params={{ id: survey.id }}>{t('surveys:figures')}</Link>}
          {survey.published !== survey.anonymous && <Chosen survey={survey} />}
        </p>
      )}
      <Tabs value={tab} keepMounted={false} onChange={(next) => void navigate({ to: '/measures/surveys/$id', params: { id: survey.id }, search: readSurveySearch({ tab: next }), replace: true })}>
        <Tabs.List mb="md">{tabs.map((value) => <Tabs.Tab key={value} value={value}>{t(`surveys:tab.${value}`)}</Tabs.Tab>)}</Tabs.List>
        <Tabs.Panel value="questions"><Questions survey={survey} mayWrite={mayWrite} /></Tabs.Panel>
        <Tabs.Panel value="test"><TestCards survey={survey} mayWrite={mayWrite} /></Tabs.Panel>
        <Tabs.Panel value="publish"><PublishCard survey={survey} mayWrite={mayWrite} /></Tabs.Panel>
        <Tabs.Panel value="share"><ShareCard survey={survey} /></Tabs.Panel>
        <Tabs.Panel value="versions"><VersionsCard survey={survey} /></Tabs.Panel>
      </Tabs>
    </Page>
  );
}

/** Where the results of best-worst questions are, if the survey asks any. */
function Chosen({ survey }: { survey: Survey }) {
  const { t } = useText();
  const draft = useQuery(draftQuery(survey.id));
  const asks = draft.data?.document.pages?.some((p) => p.questions?.some((q) => q.kind === 'best_worst'));
  return asks && <Link to="/understand/choices/$id" params={{ id: survey.id }}>{t('surveys:choices')}</Link>;
}

function Questions({ survey, mayWrite }: { survey: Survey; mayWrite: boolean }) {
  const query = useQuery(draftQuery(survey.id));
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  return <Builder key={query.dataUpdatedAt} survey={query.data.survey} document={query.data.document} mayWrite={mayWrite} onReload={() => void query.refetch()} />;
}
