import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate, useNavigate, useSearch } from '@tanstack/react-router';
import { useText } from '@/i18n/useText';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { SyntheticBanner } from '@/ui/SyntheticBanner';
import { cutsOf } from './explore/cuts';
import { ExploreBar } from './explore/ExploreBar';
import { ExploreFigures } from './explore/ExploreFigures';
import { readUnderstandSearch, type UnderstandSearch } from './explore/search';
import { useDated } from './filter/useDated';
import { chooseMeasure, chooseProgram } from './home/choose';
import { measuresQuery, programsQuery, traitsQuery } from './queries';
import { filterOf } from './home/search';
import type { Program } from './wire';

/** Understand: any measure by any groups, over time or compared, as picture and as table. */
export function UnderstandPage() {
  const programs = useQuery(programsQuery);
  const search = readUnderstandSearch(useSearch({ strict: false }));
  if (programs.isError) return <ErrorState error={programs.error} retry={() => void programs.refetch()} />;
  if (!programs.data) return <Loading />;
  const program = chooseProgram(programs.data.items, search.program);
  if (!program) return <Navigate to="/start" replace />;
  return <ProgramFigures key={program.id} program={program} programs={programs.data.items} search={search} />;
}

interface ProgramFiguresProps {
  program: Program;
  programs: readonly Program[];
  search: UnderstandSearch;
}

function ProgramFigures({ program, programs, search }: ProgramFiguresProps) {
  const { t } = useText();
  const navigate = useNavigate();
  const measures = useQuery(measuresQuery(program.id));
  const measure = chooseMeasure(measures.data?.items ?? [], search.measure);
  const traits = useQuery({ ...traitsQuery(program.id, measure?.id), enabled: measures.isSuccess });
  const filter = useDated({ ...filterOf(search), program: program.id, measure: measure?.id });
  const change = (next: UnderstandSearch) => void navigate({ to: '/understand', search: readUnderstandSearch(next as Record<string, unknown>), replace: true });
  const failed = measures.error ?? traits.error;
  const cuts = cutsOf(search, traits.data?.items ?? []);

  return (
    <Page
      title={t('understand:explore.title')} lead={t('understand:explore.lead')}
      actions={<Button component={Link} to="/ranking" search={{ ...filterOf(search), program: program.id, measure: measure?.id, by: cuts[0]?.key, weighted: search.weighted } as never} variant="default" size="xs">{t('understand:ranking.link')}</Button>}
    >
      {program.synthetic && <SyntheticBanner />}
      {failed && <ErrorState error={failed} retry={() => void (measures.isError ? measures : traits).refetch()} />}
      {!failed && (!measures.data || !traits.data) && <Loading />}
      {measures.data && !measure && <p>{t('understand:explore.noMeasure')}</p>}
      {measures.data && traits.data && measure && (
        <>
          <ExploreBar
            programs={programs} program={program} measures={measures.data.items} measure={measure} traits={traits.data.items} weights={traits.data.weights}
            cuts={cuts.map((c) => c.key)} search={search} onChange={change}
          />
          <ExploreFigures measure={measure.id} filter={filter} search={search} cuts={cuts} traits={traits.data.items} onChange={change} />
        </>
      )}
    </Page>
  );
}
