import { useQuery } from '@tanstack/react-query';
import { programsQuery } from './queries';

/** The program of the address, else the first that one may see. */
export function useProgram(asked: string | undefined) {
  const query = useQuery(programsQuery);
  const programs = query.data?.items ?? [];
  return { query, programs, program: programs.find((p) => p.id === asked) ?? programs[0] };
}
