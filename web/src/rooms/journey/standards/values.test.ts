import { describe, expect, it } from 'vitest';
import type { Standard } from '../wire';
import { emptyStandard, standardOf } from './values';

const standards: Standard[] = [
  { kind: 'time', target: 0.9, from: 'made', until: 'delivered', match: 'order', hours: 0.5 },
  { kind: 'time', target: 0.95, from: 'made', until: 'delivered', match: undefined, hours: 72 },
  { kind: 'time', target: 0.925, until: 'delivered', promise: 'promised', hours: 0 },
  { kind: 'quality', target: 0.8, measure_id: 'm', good: 4 },
  { kind: 'quality', target: 0.8, measure_id: 'm', good: undefined },
  { kind: 'share', target: 1, event: 'delivered', property: 'intact', value: 'yes' },
];

describe('the form of a standard', () => {
  it.each(standards)('brings back what it was given: %o', (standard) => {
    expect(standardOf(emptyStandard(standard))).toEqual(standard);
  });

  it('says nothing where there is none', () => {
    expect(standardOf(emptyStandard())).toBeUndefined();
  });

  it('reads days and minutes as hours', () => {
    expect(standardOf({ ...emptyStandard(), kind: 'time', from: 'a', until: 'b', amount: '3', per: 'days' })?.hours).toBe(72);
    expect(standardOf({ ...emptyStandard(), kind: 'time', from: 'a', until: 'b', amount: 90, per: 'minutes' })?.hours).toBe(1.5);
  });
});
