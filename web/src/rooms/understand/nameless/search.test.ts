import { expect, it } from 'vitest';
import { classIn, narrowed, readNamelessSearch, toldBy } from './search';

it('reads what an address says and leaves out what is none', () => {
  expect(readNamelessSearch({ version: '2', by: 'role', where: ['region:north', 3, 'x'] })).toEqual({ version: 2, by: 'role', where: ['region:north'] });
  expect(readNamelessSearch({ version: -1, by: 7, where: 'region:north' })).toEqual({ version: undefined, by: undefined, where: undefined });
});

it('narrows a cut to one class, and not the cut that figures are told by', () => {
  const north = narrowed({}, 'region', 'north');
  expect(classIn(north, 'region')).toBe('north');
  expect(narrowed(north, 'region', 'south').where).toEqual(['region:south']);
  expect(narrowed(north, 'region', '').where).toBeUndefined();
  expect(toldBy(north, 'region')).toEqual({ by: 'region', where: undefined });
});
