import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { components } from '@/api/schema';

/** Who is signed in, what they may do, and the organisation's settings. */
export type Session = components['schemas']['Session'];

/** One thing that may be done, as the server names it. */
export type Permission =
  | 'session.self' | 'program.read' | 'program.write' | 'measure.read' | 'measure.write' | 'figure.read'
  | 'answer.read' | 'answer.write' | 'import.run' | 'view.use' | 'view.share' | 'unit.read' | 'unit.write'
  | 'person.read' | 'person.write' | 'person.erase' | 'segment.write' | 'register.read' | 'register.write'
  | 'reply.write' | 'outreach.read' | 'outreach.write'
  | 'listen.read' | 'listen.write' | 'finding.read' | 'finding.write'
  | 'access.manage' | 'token.own' | 'organisation.read' | 'organisation.write' | 'mail.write' | 'audit.read';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => body(api.GET('/api/session')),
  staleTime: 60_000,
  meta: { quiet: true },
});

/** The session; only inside the shell, where somebody is signed in. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data;
}

/** Whether the permission is held over any scope. The server checks again. */
export function may(session: Session, permission: Permission): boolean {
  return (session.permissions[permission]?.length ?? 0) > 0;
}

/** Whether the signed-in person holds the permission anywhere. */
export function useMay(permission: Permission): boolean {
  return may(useSession(), permission);
}
