import { expect, it } from 'vitest';
import { deedsOf, segmentOf, type Action } from './actions';

const action = (rank: number, driver: string, segment: string | null) =>
  ({ rank, measure: { id: driver }, segment: { key: segment === null ? null : { cut: 't1', value: segment, label: segment } } }) as unknown as Action;

it('the same driver in several segments is one thing to do, where it brings most first', () => {
  const deeds = deedsOf([action(1, 'wifi', 'Eco'), action(2, 'seat', null), action(3, 'wifi', null), action(4, 'wifi', 'Business')]);
  expect(deeds.map((d) => [d.first.rank, d.others.map((o) => o.rank)])).toEqual([[1, [3, 4]], [2, []]]);
  expect(deeds.map((d) => segmentOf(d.first)?.label)).toEqual(['Eco', undefined]);
});
