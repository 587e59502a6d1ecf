import { describe, expect, it } from 'vitest';
import type { Measure, Objective } from '../wire';
import { apart, mayServe, treeOf } from './tree';

const objective = (id: string, parent_id?: string, measure_id = 'm1') => ({ id, parent_id, measure_id }) as Objective;
const all = [objective('a'), objective('b', 'a'), objective('c', 'b'), objective('d'), objective('e', 'gone', 'm2')];

describe('tree of objectives', () => {
  it('stands each under what it serves, and at the top where that is gone', () => {
    const tree = treeOf(all);
    expect(tree.map((b) => b.objective.id)).toEqual(['a', 'd', 'e']);
    expect(tree[0]?.below[0]?.below[0]?.objective.id).toBe('c');
  });

  it('finds measures that serve nothing', () => {
    expect(apart([{ id: 'm1' }, { id: 'm3' }] as Measure[], all).map((m) => m.id)).toEqual(['m3']);
  });

  it('never offers an objective to serve itself', () => {
    expect(mayServe(all, 'a').map((o) => o.id)).toEqual(['d', 'e']);
    expect(mayServe(all, 'c').map((o) => o.id)).toEqual(['a', 'b', 'd', 'e']);
    expect(mayServe(all)).toHaveLength(5);
  });
});
