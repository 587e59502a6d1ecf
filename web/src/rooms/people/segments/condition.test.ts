import { describe, expect, it } from 'vitest';
import { begun, countOf, isWhole, wayOf, whenOf, withOf, withWhen } from './condition';
import type { Field } from './wire';

const unit: Field = { key: 'customer.unit', kind: 'unit' };
const spend: Field = { key: 'trait.1', kind: 'money' };
const answers: Field = { key: 'answers', kind: 'count' };

describe('a condition', () => {
  it('of values needs one', () => {
    expect(isWhole(unit, begun(unit))).toBe(false);
    expect(isWhole(unit, { field: unit.key, one_of: ['1'] })).toBe(true);
    expect(isWhole(unit, { field: unit.key, known: false })).toBe(true);
  });
  it('of a range needs one end', () => {
    expect(isWhole(spend, begun(spend))).toBe(false);
    expect(isWhole(spend, { field: spend.key, to: '100' })).toBe(true);
    expect(wayOf(spend, { field: spend.key })).toBe('range');
  });
  it('of answers is whole from the beginning, of the latest one with its scores', () => {
    expect(isWhole(answers, begun(answers))).toBe(true);
    expect(isWhole(answers, { field: 'answers', of: { latest: 'true', measure: 'm' } })).toBe(false);
    expect(isWhole(answers, { field: 'answers', of: { latest: 'true', measure: 'm', group: 'detractor' } })).toBe(true);
  });
  it('of a field that is gone is not', () => expect(isWhole(undefined, { field: 'trait.gone', known: true })).toBe(false));
  it('counts', () => {
    expect(countOf({ field: 'events', at_most: 0 })).toBe('none');
    expect(countOf({ field: 'events', at_most: 3 })).toBe('at_most');
    expect(countOf({ field: 'events' })).toBe('at_least');
  });
  it('leaves out what is empty', () => {
    expect(withOf({ field: 'events', of: { name: 'call' } }, 'name', '')).toEqual({ field: 'events' });
    expect(withOf({ field: 'events' }, 'name', 'call')).toEqual({ field: 'events', of: { name: 'call' } });
  });
});

describe('when', () => {
  it('is at any time, in the last days or between two days, never two of these', () => {
    const c = { field: 'events', at_least: 1, days: 90 };
    expect([whenOf(c), whenOf({ field: 'events', until: '2026-01-31' }), whenOf({ field: 'events' })]).toEqual(['days', 'between', 'any']);
    expect(withWhen(c, { since: '2026-01-01', until: undefined })).toEqual({ field: 'events', at_least: 1, since: '2026-01-01' });
    expect(withWhen({ ...c, since: '2026-01-01' }, {})).toEqual({ field: 'events', at_least: 1 });
  });
});
