import { useQuery } from '@tanstack/react-query';
import { Navigate, useNavigate, useSearch } from '@tanstack/react-router';
import { useText } from '@/i18n/useText';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { SyntheticBanner } from '@/ui/SyntheticBanner';
import { chooseMeasure, chooseProgram } from './home/choose';
import { HomeBar } from './home/HomeBar';
import { HomeFigures } from './home/HomeFigures';
import { RemoveSample } from './home/RemoveSample';
import { filterOf, readHomeSearch, type HomeSearch } from './home/search';
import { WordsCard } from './home/WordsCard';
import { useDated } from './filter/useDated';
import { measuresQuery, programsQuery, traitsQuery } from './queries';
import type { Program } from './wire';

/** Home: how the chosen program stands, how sure that is, and where to go on. */
export function BalconyPage() {
  const programs = useQuery(programsQuery);
  const search = readHomeSearch(useSearch({ strict: false }));
  if (programs.isError) return <ErrorState error={programs.error} retry={() => void programs.refetch()} />;
  // An empty list from before an import is no reason to begin anew.
  if (!programs.data || (programs.data.items.length === 0 && programs.isFetching)) return <Loading />;
  const program = chooseProgram(programs.data.items, search.program);
  if (!program) return <Navigate to="/start" replace />;
  return <ProgramHome key={program.id} program={program} programs={programs.data.items} search={search} />;
}

interface ProgramHomeProps {
  program: Program;
  programs: readonly Program[];
  search: HomeSearch;
}

function ProgramHome({ program, programs, search }: ProgramHomeProps) {
  const { t } = useText();
  const navigate = useNavigate();
  const measures = useQuery(measuresQuery(program.id));
  const measure = chooseMeasure(measures.data?.items ?? [], search.measure);
  const traits = useQuery({ ...traitsQuery(program.id, measure?.id), enabled: measures.isSuccess });
  const filter = useDated({ ...filterOf(search), program: program.id, measure: measure?.id });
  const change = (next: HomeSearch) => void navigate({ to: '/', search: readHomeSearch(next as Record<string, unknown>), replace: true });

  const title = measure ? t(`understand:question.${measure.intent}`) : t('understand:question.words');
  const lead = program.why ? t('understand:home.lead', { program: program.name, why: program.why }) : program.name;
  return (
    <Page title={title} lead={lead}>
      {program.synthetic && <SyntheticBanner action={<RemoveSample />} />}
      {measures.isError && <ErrorState error={measures.error} retry={() => void measures.refetch()} />}
      {measures.isPending && <Loading />}
      {measures.data && (
        <HomeBar
          programs={programs} program={program} measures={measures.data.items} measure={measure}
          traits={traits.data?.items ?? []} weights={traits.data?.weights ?? false} search={search} onChange={change}
        />
      )}
      {measure && <HomeFigures measure={measure} traits={traits.data?.items ?? []} search={search} filter={filter} onChange={change} />}
      {measures.data && !measure && <WordsCard filter={filter} alone />}
    </Page>
  );
}
