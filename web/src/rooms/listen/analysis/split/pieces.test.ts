import { expect, it } from 'vitest';
import { give, partsOf, without, type Taken } from './pieces';

const pieces = [{ name: ' At the gate ', definition: '' }, { name: 'On board', definition: 'In the seat.' }];

it('hands each passage to one piece, and back', () => {
  let taken: Taken = new Map();
  taken = give(give(give(taken, 'a', 0), 'b', 1), 'a', 1);
  expect(partsOf(pieces, taken)).toEqual([{ name: 'At the gate', definition: undefined, coding_ids: [] }, { name: 'On board', definition: 'In the seat.', coding_ids: ['a', 'b'] }]);
  expect(partsOf(pieces, give(taken, 'a', undefined))[1]?.coding_ids).toEqual(['b']);
});

it('lets passages of a piece that is taken out stay with the code', () => {
  const taken: Taken = new Map([['a', 0], ['b', 1], ['c', 2]]);
  expect([...without(taken, 1)]).toEqual([['a', 0], ['c', 1]]);
});
