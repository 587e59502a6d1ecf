import { describe, expect, it } from 'vitest';
import { alone, classesOf, draftOf, leaders, put, summed } from './classes';
import type { Value } from './wire';

const value = (v: string): Value => ({ value: v, label: v.toUpperCase(), answers: 30, customers: 100 });
const values = ['a', 'b', 'c'].map(value);
const list = (names: string[]) => names.join(' + ');

describe('classes of a weighting', () => {
  it('put values together and apart again', () => {
    const two = put(alone('t1', values), 'c', 'a');
    expect(classesOf(two, values, list)).toEqual([{ name: 'A + C', values: ['a', 'c'], share: 0 }, { name: 'B', values: ['b'], share: 0 }]);
    expect(leaders(put(two, 'c', 'c'), values)).toEqual(['a', 'b', 'c']);
  });

  it('leave nobody with a value that moves away', () => {
    const moved = put(put(alone('t1', values), 'c', 'a'), 'a', 'b');
    expect(moved.with).toEqual({ a: 'b', b: 'b', c: 'c' });
    expect(leaders(put(moved, 'b', ''), values)).toEqual(['a', 'c']);
  });

  it('keep to thirty, the rarest together', () => {
    const many = Array.from({ length: 40 }, (_, i) => value(`v${i}`));
    const classes = classesOf(alone('t1', many), many, list);
    expect(classes).toHaveLength(30);
    expect(classes[29]?.values).toHaveLength(11);
    expect(classes[29]?.name.length).toBeLessThanOrEqual(120);
  });

  it('are read back as they were saved', () => {
    const draft = draftOf('t1', [{ name: 'x', values: ['gone', 'b', 'c'], share: 0.335 }], values);
    expect(draft.with).toEqual({ a: '', b: 'b', c: 'b' });
    expect(draft.percent).toEqual({ b: 33.5 });
    expect(summed(draft, values)).toBe(33.5);
  });
});
