import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useSession } from '@/access/session';
import { chooseProgram } from '@/ui/choose';
import { programsQuery } from './queries';
import { readPurposeSearch } from './routes';
import type { Program } from './wire';

/** The program that the address names, else the first real one, else the invented one; and how to choose another. */
export function useProgram(path: '/purpose' | '/purpose/questions') {
  const navigate = useNavigate();
  const search = readPurposeSearch(useSearch({ strict: false }));
  const query = useQuery(programsQuery);
  const programs = query.data?.items ?? [];
  const program = chooseProgram(programs, search.program);
  return { query, programs, program, choose: (id: string) => void navigate({ to: path, search: { program: id } }) };
}

/** Whether the signed-in person may change a program; without one, make programs. */
export function useMayWrite(program?: Program): boolean {
  const scopes = useSession().permissions['program.write'] ?? [];
  return scopes.some((s) => s.kind === 'whole' || (s.kind === 'program' && s.id === program?.id));
}
