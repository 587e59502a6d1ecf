import { describe, expect, it } from 'vitest';
import { cutsOf } from '../explore/cuts';
import type { Traits } from '../wire';
import { offered, toCut, toFilter, toRank } from './offered';

const value = (label: string) => ({ value: label, label, n: 3 });
const traits: Traits = {
  items: [{ key: 't1', label: 'Plan', kind: 'text', more: false, values: [value('Pro'), value('Team')] }],
  segments: [{ id: 's1', name: 'Gold' }, { id: 's2', name: 'Silent' }],
  more_segments: false, weights: false, counted: 'responses', as_of: { position: 1, at: '2026-11-22T00:00:00Z' },
};

describe('offered', () => {
  it('offers segments by name: one key to filter by, one each to cut by', () => {
    const all = offered(traits);
    expect(toFilter(all).map((x) => x.key)).toEqual(['t1', 'segment']);
    expect(toFilter(all)[1]?.values.map((v) => [v.value, v.label])).toEqual([['s1', 'Gold'], ['s2', 'Silent']]);
    expect(toCut(all).map((x) => x.key)).toEqual(['t1', 'segment:s1', 'segment:s2']);
    expect(toRank(all).map((x) => x.key)).toEqual(['t1']);
  });

  it('cuts by a segment only where somebody asks', () => {
    const all = offered(traits);
    expect(cutsOf({ by: ['segment:s2'] }, all).map((x) => x.label)).toEqual(['Silent']);
    expect(cutsOf({}, all).map((x) => x.key)).toEqual(['t1']);
    expect(cutsOf({}, offered({ ...traits, items: [] }))).toEqual([]);
    expect(offered({ ...traits, segments: [] })).toEqual(traits.items);
  });
});
