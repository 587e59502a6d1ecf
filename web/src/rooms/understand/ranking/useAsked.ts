import { useQuery } from '@tanstack/react-query';
import { useDated } from '../filter/useDated';
import { filterOf } from '../home/search';
import { chooseMeasure, chooseProgram } from '../home/choose';
import { measuresQuery, programsQuery, traitsQuery } from '../queries';
import type { RankingSearch } from './search';

/** Program, measure, traits and filter that an address asks for, the first that there are where it names none. */
export function useAsked(search: RankingSearch) {
  const programs = useQuery(programsQuery);
  const program = chooseProgram(programs.data?.items ?? [], search.program);
  const measures = useQuery({ ...measuresQuery(program?.id ?? ''), enabled: !!program });
  const measure = chooseMeasure(measures.data?.items ?? [], search.measure);
  const traits = useQuery({ ...traitsQuery(program?.id ?? '', measure?.id), enabled: !!measure });
  const filter = useDated({ ...filterOf(search), program: program?.id, measure: measure?.id });
  const first = [programs, measures, traits].find((q) => q.isError);
  return {
    program, measure, measures: measures.data?.items ?? [], traits: traits.data?.items ?? [], filter, error: first?.error,
    retry: () => void first?.refetch(), ready: traits.isSuccess, nothing: programs.isSuccess && !program, wordsOnly: measures.isSuccess && !measure,
  };
}
