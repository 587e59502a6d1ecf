import { useSession } from '@/access/session';

/** Whether the signed-in person may change measures of a program. */
export function useMayWrite(program: string | undefined): boolean {
  const scopes = useSession().permissions['measure.write'] ?? [];
  return program !== undefined && scopes.some((s) => s.kind === 'whole' || (s.kind === 'program' && s.id === program));
}
