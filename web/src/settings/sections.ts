import type { LinkProps } from '@tanstack/react-router';
import { may, type Permission, type Session } from '@/access/session';

/** A part of the settings. */
export interface Section {
  to: NonNullable<LinkProps['to']>;
  name: `settings:section.${'people' | 'organisation' | 'units' | 'traits' | 'consent' | 'mail' | 'tokens' | 'samples' | 'audit'}`;
  permission: Permission;
}

const sections: readonly Section[] = [
  { to: '/settings/people', name: 'settings:section.people', permission: 'access.manage' },
  { to: '/settings/organisation', name: 'settings:section.organisation', permission: 'organisation.read' },
  { to: '/settings/units', name: 'settings:section.units', permission: 'unit.read' },
  { to: '/settings/traits', name: 'settings:section.traits', permission: 'person.read' },
  { to: '/settings/consent', name: 'settings:section.consent', permission: 'person.read' },
  { to: '/settings/mail', name: 'settings:section.mail', permission: 'mail.write' },
  { to: '/settings/tokens', name: 'settings:section.tokens', permission: 'token.own' },
  { to: '/settings/samples', name: 'settings:section.samples', permission: 'import.run' },
  { to: '/settings/audit', name: 'settings:section.audit', permission: 'audit.read' },
];

/** The sections that the signed-in person may open. */
export function settingsFor(session: Session): Section[] {
  return sections.filter((s) => may(session, s.permission));
}
