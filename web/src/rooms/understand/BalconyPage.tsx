import { Navigate, useNavigate, useSearch } from '@tanstack/react-router';
import { useText } from '@/i18n/useText';
import { ErrorPage } from '@/ui/ErrorPage';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { RemoveSample } from '@/ui/samples/RemoveSample';
import { SyntheticBanner } from '@/ui/SyntheticBanner';
import { HomeBar } from './home/HomeBar';
import { HomeFigures } from './home/HomeFigures';
import { TopicsCard } from './home/TopicsCard';
import { readHomeSearch, type HomeSearch } from './home/search';
import { WordsCard } from './home/WordsCard';
import { useAsked, type Asked } from './useAsked';
import type { Program } from './wire';

/** Home: how the chosen program stands, how sure that is, and where to go on. */
export function BalconyPage() {
  const search = readHomeSearch(useSearch({ strict: false }));
  const asked = useAsked(search);
  if (asked.nothing) return <Navigate to="/start" replace />;
  if (asked.program) return <ProgramHome key={asked.program.id} program={asked.program} asked={asked} search={search} />;
  return asked.error ? <ErrorPage error={asked.error} retry={asked.retry} /> : <Loading />;
}

function ProgramHome({ program, asked, search }: { program: Program; asked: Asked; search: HomeSearch }) {
  const { t } = useText();
  const navigate = useNavigate();
  const { programs, measures, measure, measured, traits, weights, filter } = asked;
  const change = (next: HomeSearch) => void navigate({ to: '/', search: readHomeSearch(next as Record<string, unknown>), replace: true });
  const title = measure ? t(`understand:question.${measure.intent}`) : t('understand:question.words');
  const lead = program.why ? t('understand:home.lead', { program: program.name, why: program.why }) : program.name;
  return (
    <Page title={title} lead={lead}>
      {program.synthetic && <SyntheticBanner action={<RemoveSample program={program.id} />} />}
      {!measured && (asked.error ? <ErrorState error={asked.error} retry={asked.retry} /> : <Loading />)}
      {measured && <HomeBar programs={programs} program={program} measures={measures} measure={measure} traits={traits} weights={weights} search={search} onChange={change} />}
      {measure && <HomeFigures measure={measure} traits={traits} search={search} filter={filter} onChange={change} />}
      {measured && !measure && <WordsCard filter={filter} alone />}
      {measured && <TopicsCard program={program.id} />}
    </Page>
  );
}
