import { describe, expect, it } from 'vitest';
import type { Permission, Session } from '@/access/session';
import { isIn, roomsFor } from './navigation';

describe('isIn', () => {
  it('marks a room on all of its screens', () => {
    const journeys = { to: '/journeys/touchpoints', under: '/journeys' } as const;
    expect(['/journeys/touchpoints', '/journeys/standards', '/journeys/standards/more'].every((p) => isIn(p, journeys))).toBe(true);
    expect(isIn('/journeysome', journeys)).toBe(false);
    expect(isIn('/people/customers/1', { to: '/people' })).toBe(true);
  });

  it('marks home on home alone', () => {
    expect(isIn('/', { to: '/' })).toBe(true);
    expect(isIn('/people', { to: '/' })).toBe(false);
  });
});

describe('roomsFor', () => {
  const session = (...held: Permission[]) => ({ permissions: Object.fromEntries(held.map((p) => [p, [{ kind: 'whole' }]])) }) as unknown as Session;
  const listen = (s: Session) => roomsFor(s).find((r) => r.name === 'shell:room.listen')?.to;

  it('leads whoever may see findings only to them', () => {
    expect(listen(session('listen.read', 'finding.read'))).toBe('/listen');
    expect(listen(session('finding.read'))).toBe('/listen/findings');
    expect(listen(session('figure.read'))).toBeUndefined();
  });
});
