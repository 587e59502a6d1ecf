import type { LinkProps } from '@tanstack/react-router';
import { may, type Permission, type Session } from '@/access/session';

/** A room in the navigation, in the order of the loop. */
export interface Room {
  to: NonNullable<LinkProps['to']>;
  /** Key of its name in the catalogue. */
  name: `shell:room.${'home' | 'purpose' | 'people' | 'journeys' | 'understand' | 'dashboards' | 'answers' | 'import' | 'settings'}`;
  /** Needed anywhere for the room to be offered. */
  permission?: Permission;
  /** One of the tabs at the bottom of a phone, besides "all rooms". */
  tab?: boolean;
}

const rooms: readonly Room[] = [
  { to: '/', name: 'shell:room.home', permission: 'figure.read', tab: true },
  { to: '/purpose', name: 'shell:room.purpose', permission: 'program.read' },
  { to: '/people', name: 'shell:room.people', permission: 'person.read' },
  { to: '/journeys/touchpoints', name: 'shell:room.journeys', permission: 'register.read' },
  { to: '/understand', name: 'shell:room.understand', permission: 'figure.read', tab: true },
  { to: '/dashboards', name: 'shell:room.dashboards', permission: 'view.use' },
  { to: '/answers', name: 'shell:room.answers', permission: 'answer.read', tab: true },
  { to: '/import', name: 'shell:room.import', permission: 'import.run' },
  { to: '/settings', name: 'shell:room.settings' },
];

/** The rooms that the signed-in person may enter. */
export function roomsFor(session: Session): Room[] {
  return rooms.filter((r) => !r.permission || may(session, r.permission));
}
