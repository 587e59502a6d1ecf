import { describe, expect, it } from 'vitest';
import { branch, isBranch, leaf, replaced, ruleOf, treeOf } from './tree';
import type { Rule } from './wire';

const lille: Rule = { is: { field: 'customer.unit', one_of: ['1'] } };
const calls: Rule = { is: { field: 'events', at_least: 2, of: { name: 'call' } } };
const always = () => true;

describe('a rule as it is edited', () => {
  it.each<[string, Rule]>([
    ['all', { all: [lille, calls] }],
    ['any in all', { all: [lille, { any: [calls, lille] }] }],
    ['not of a condition', { all: [{ not: lille }] }],
    ['not of a group', { any: [lille, { not: { all: [calls, lille] } }] }],
  ])('%s comes back as it was', (_, rule) => expect(ruleOf(treeOf(rule), always)).toEqual(rule));

  it('a single condition becomes all of one', () => expect(ruleOf(treeOf(lille), always)).toEqual({ all: [lille] }));
  it('not of not is the thing itself', () => expect(ruleOf(treeOf({ all: [{ not: { not: lille } }] }), always)).toEqual({ all: [lille] }));
  it('is not whole while a condition is not', () => expect(ruleOf(treeOf({ all: [lille, calls] }), (c) => c.field !== 'events')).toBeUndefined());
  it('is not whole without conditions', () => expect(ruleOf(branch('all', []), always)).toBeUndefined());
});

describe('changing a part', () => {
  const inner = leaf({ field: 'events' });
  const tree = branch('all', [leaf({ field: 'answers' }), branch('any', [inner])]);
  it('exchanges one deep inside', () => {
    const next = replaced(tree, inner.id, (old) => ({ ...old, not: true }));
    const group = next.parts[1];
    expect(group && isBranch(group) && group.parts[0]?.not).toBe(true);
    expect(inner.not).toBe(false);
  });
  it('takes one out', () => expect(replaced(tree, inner.id, undefined).parts[1]).toMatchObject({ parts: [] }));
});
