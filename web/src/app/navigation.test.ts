import { describe, expect, it } from 'vitest';
import { isIn } from './navigation';

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
