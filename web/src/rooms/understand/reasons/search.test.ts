import { describe, expect, it } from 'vitest';
import { besideOf, measureOf, readReasonsSearch } from './search';

describe('the address of the shares of reasons', () => {
  it('groups by the score given most often unless it says otherwise', () => {
    expect(measureOf(undefined)).toBe('auto');
    expect(measureOf(besideOf('m1'))).toBe('m1');
    for (const by of ['all', 'month', 'channel']) expect(measureOf(by)).toBeUndefined();
  });
  it('keeps what belongs', () => {
    expect(readReasonsSearch({ by: 'channel', measure: 'x', score_min: '3', from: '2026-01-01', odd: 1 })).toEqual({ by: 'channel', from: '2026-01-01' });
  });
});
