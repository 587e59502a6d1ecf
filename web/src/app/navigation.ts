import type { LinkProps } from '@tanstack/react-router';
import { may, type Permission, type Session } from '@/access/session';

/** A room in the navigation, in the order of the loop. */
export interface Room {
  to: NonNullable<LinkProps['to']>;
  /** Key of its name in the catalogue. */
  name: `shell:room.${'home' | 'purpose' | 'people' | 'journeys' | 'listen' | 'measures' | 'outreach' | 'understand' | 'dashboards' | 'answers' | 'import' | 'settings'}`;
  /** Where its screens lie, where that is more than below `to`. */
  under?: string;
  /** Needed anywhere for the room to be offered. */
  permission?: Permission;
  /** Where whoever may not do that but this finds the room. */
  otherwise?: { to: NonNullable<LinkProps['to']>; permission: Permission };
  /** One of the tabs at the bottom of a phone, besides "all rooms". */
  tab?: boolean;
}

const rooms: readonly Room[] = [
  { to: '/', name: 'shell:room.home', permission: 'figure.read', tab: true },
  { to: '/purpose', name: 'shell:room.purpose', permission: 'program.read' },
  { to: '/people', name: 'shell:room.people', permission: 'person.read' },
  { to: '/journeys/touchpoints', name: 'shell:room.journeys', under: '/journeys', permission: 'register.read' },
  { to: '/listen', name: 'shell:room.listen', permission: 'listen.read', under: '/listen', otherwise: { to: '/listen/findings', permission: 'finding.read' } },
  { to: '/measures', name: 'shell:room.measures', permission: 'measure.read' },
  { to: '/outreach', name: 'shell:room.outreach', permission: 'outreach.read' },
  { to: '/understand', name: 'shell:room.understand', permission: 'figure.read', tab: true },
  { to: '/dashboards', name: 'shell:room.dashboards', permission: 'view.use' },
  { to: '/answers', name: 'shell:room.answers', permission: 'answer.read', tab: true },
  { to: '/import', name: 'shell:room.import', permission: 'import.run' },
  { to: '/settings', name: 'shell:room.settings' },
];

/** The rooms that the signed-in person may enter. */
export function roomsFor(session: Session): Room[] {
  return rooms.flatMap((r) => {
    if (!r.permission || may(session, r.permission)) return [r];
    return r.otherwise && may(session, r.otherwise.permission) ? [{ ...r, to: r.otherwise.to }] : [];
  });
}

/** Whether a path is one of the screens of a room. */
export function isIn(path: string, { to, under }: Pick<Room, 'to' | 'under'>): boolean {
  const root = under ?? to;
  return path === root || (root !== '/' && path.startsWith(`${root}/`));
}
