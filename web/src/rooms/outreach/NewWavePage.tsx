import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { chooseProgram } from '@/ui/choose';
import { openSurveysQuery, programsQuery, surveyQuery } from './queries';
import { readWavesSearch } from './routes';
import { WaveForm } from './waves/WaveForm';
import classes from './Outreach.module.css';

/** A new wave: what is asked, whom, how many of them, and how they are reached. */
export function NewWavePage() {
  const { t } = useText();
  const navigate = useNavigate();
  const search = readWavesSearch(useSearch({ strict: false }));
  const programs = useQuery(programsQuery);
  const survey = useQuery(surveyQuery(search.survey ?? ''));
  const program = chooseProgram(programs.data?.items ?? [], survey.data?.program_id ?? search.program);
  const surveys = useQuery(openSurveysQuery(program?.id ?? ''));
  const failed = [programs, surveys].find((q) => q.isError);
  const ready = programs.isSuccess && (!search.survey || !survey.isPending) && (!program || surveys.isSuccess);
  return (
    <>
      <Link to="/outreach" search={{ program: program?.id }} className={classes.back}>{t('outreach:back')}</Link>
      <Page title={t('outreach:new.title')} lead={t('outreach:new.lead')} narrow>
        {failed && <ErrorState error={failed.error} retry={() => void failed.refetch()} />}
        {!failed && !ready && <Loading />}
        {ready && !failed && surveys.data && surveys.data.items.length > 0 && (
          <WaveForm
            key={program?.id} surveys={surveys.data.items} survey={surveys.data.items.find((s) => s.id === search.survey)?.id}
            onSaved={(w) => void navigate({ to: '/outreach/waves/$id', params: { id: w.id } })} onClose={() => void navigate({ to: '/outreach', search: { program: program?.id } })}
          />
        )}
        {ready && !failed && !surveys.data?.items.length && (
          <Card><EmptyState title={t('outreach:new.noSurvey')} action={<Link to="/measures/surveys" search={{ program: program?.id }}>{t('outreach:new.toSurveys')}</Link>}>{t('outreach:new.noSurveyWhy')}</EmptyState></Card>
        )}
      </Page>
    </>
  );
}
