import { useSession, type Permission } from '@/access/session';

/** Whether the signed-in person may have customers of a program asked: they must be allowed to see them too. */
export function useMayAsk(program: string | undefined): boolean {
  const { permissions } = useSession();
  const holds = (permission: Permission) => (permissions[permission] ?? []).some((s) => s.kind === 'whole' || (s.kind === 'program' && s.id === program));
  return program !== undefined && holds('outreach.write') && holds('person.read');
}

/** Whether the signed-in person may set what holds for the whole house. */
export function useMaySetRules(): boolean {
  return (useSession().permissions['outreach.write'] ?? []).some((s) => s.kind === 'whole');
}
