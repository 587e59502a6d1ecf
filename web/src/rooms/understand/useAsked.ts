import { useQuery } from '@tanstack/react-query';
import type { Filter } from './filter/filter';
import { offered } from './filter/offered';
import { useDated } from './filter/useDated';
import { chooseMeasure, chooseProgram } from '@/ui/choose';
import { filterOf } from './home/search';
import { measuresQuery, programsQuery, traitsQuery } from './queries';
import type { Measure, Program, Trait } from './wire';

/** What an address asks for, as far as it is known yet. */
export interface Asked {
  programs: readonly Program[];
  program?: Program;
  measures: readonly Measure[];
  /** Absent where the program has only words. */
  measure?: Measure;
  traits: readonly Trait[];
  /** Whether any answer has a weight. */
  weights: boolean;
  /** What the traits' numbers count. */
  counted?: 'responses' | 'answers';
  /** The address's filter with its period turned into days. */
  filter: Filter;
  error?: Error | null;
  retry: () => void;
  /** Programs are known, and there is none. */
  nothing: boolean;
  /** Measures are known. */
  measured: boolean;
  /** Traits are known too. */
  ready: boolean;
}

/** Program, measure, traits and filter that an address asks for, those that stand for all where it names none. */
export function useAsked(search: Filter): Asked {
  const programs = useQuery(programsQuery);
  const program = chooseProgram(programs.data?.items ?? [], search.program);
  const measures = useQuery({ ...measuresQuery(program?.id ?? ''), enabled: !!program });
  const measure = chooseMeasure(measures.data, search.measure);
  const traits = useQuery({ ...traitsQuery(program?.id ?? '', measure?.id), enabled: measures.isSuccess });
  const filter = useDated({ ...filterOf(search), program: program?.id, measure: measure?.id });
  const failed = [programs, measures, traits].find((q) => q.isError);
  return {
    programs: programs.data?.items ?? [], program, measures: measures.data?.items ?? [], measure, filter,
    traits: offered(traits.data), weights: traits.data?.weights ?? false, counted: traits.data?.counted,
    error: failed?.error, retry: () => void failed?.refetch(),
    // An empty list from before an import is no reason to begin anew.
    nothing: programs.isSuccess && !program && !programs.isFetching, measured: measures.isSuccess, ready: measures.isSuccess && traits.isSuccess,
  };
}
