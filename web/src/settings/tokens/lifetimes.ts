import type { Permission } from '@/access/session';

/** What a token may be given; one's own session is not among it. */
export const tokenPermissions = [
  'answer.write', 'answer.read', 'figure.read', 'import.run', 'measure.read', 'measure.write', 'program.read', 'program.write',
  'person.read', 'person.write', 'person.erase', 'segment.write', 'register.read', 'register.write',
  'listen.read', 'listen.write', 'finding.read', 'finding.write',
  'view.use', 'view.share', 'unit.read', 'unit.write', 'organisation.read', 'organisation.write', 'access.manage', 'mail.write', 'audit.read',
] as const satisfies readonly Permission[];

/** Days a token may live; "0" is for ever. */
export const lifetimes = ['30', '90', '365', '0'] as const;

/** The moment at which a token made now ends; undefined for one without end. */
export function expiry(days: string, now: Date): string | undefined {
  const count = Number(days);
  return count > 0 ? new Date(now.getTime() + count * 86_400_000).toISOString() : undefined;
}
