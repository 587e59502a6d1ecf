import { describe, expect, it } from 'vitest';
import { conditionsOf, dated, dayIn, filterOfQuery, metricQuery, readFilter, withCondition, type Filter } from './filter';

describe('filter', () => {
  it('is read from an address, and what does not belong is dropped', () => {
    expect(readFilter({ measure: 'm1', from: '2026-01-01', to: 'tomorrow', where: 't3:North', score_min: '0', score_max: 'x', evil: 1 })).toEqual({
      measure: 'm1', from: '2026-01-01', where: ['t3:North'], score_min: 0,
    });
  });

  it('is the one a cell names for its answers', () => {
    expect(filterOfQuery('measure=m1&where=t3%3ANorth&where=t3%3ASouth&where=unit%3A&score_min=9')).toEqual({
      measure: 'm1', where: ['t3:North', 't3:South', 'unit:'], score_min: 9,
    });
  });

  it('keeps values that hold a colon', () => {
    expect(conditionsOf({ where: ['t1:10:30', 't1:', 'channel:web'] })).toEqual([
      { key: 't1', values: ['10:30', ''] },
      { key: 'channel', values: ['web'] },
    ]);
  });

  it('takes the sides of a segment for a key of its own', () => {
    const where = ['segment:s1', 'segment:s2', 'segment:s3:out', 'segment:s3:in'];
    expect(conditionsOf({ where })).toEqual([{ key: 'segment', values: ['s1', 's2'] }, { key: 'segment:s3', values: ['out', 'in'] }]);
    expect(withCondition({ where }, 'segment', ['s4']).where).toEqual(['segment:s3:out', 'segment:s3:in', 'segment:s4']);
    expect(withCondition({ where }, 'segment:s3', []).where).toEqual(['segment:s1', 'segment:s2']);
  });

  it('replaces one key and leaves the others, t1 apart from t12', () => {
    const before = { where: ['t1:a', 't12:b'] };
    expect(withCondition(before, 't1', ['x', 'y']).where).toEqual(['t12:b', 't1:x', 't1:y']);
    expect(withCondition({ where: ['t1:a'] }, 't1', []).where).toBeUndefined();
  });

  it('turns a moving period into days that end today', () => {
    expect(dated({ last: '30d', measure: 'm' }, '2026-03-01')).toEqual({ measure: 'm', last: undefined, from: '2026-01-31', to: '2026-03-01' });
    expect(dated<Filter>({ last: '12m' }, '2026-11-21').from).toBe('2025-11-22');
    expect(dated({ from: '2020-01-01' }, '2026-11-21')).toEqual({ from: '2020-01-01' });
  });

  it.each([
    ['fiscal_quarter', 5, '2026-11-01', '2026-11-22'],
    ['last_fiscal_quarter', 5, '2026-08-01', '2026-10-31'],
    ['fiscal_year', 5, '2026-05-01', '2026-11-22'],
    ['last_fiscal_year', 5, '2025-05-01', '2026-04-30'],
    ['fiscal_year', 12, '2025-12-01', '2026-11-22'],
    ['last_fiscal_quarter', 1, '2026-07-01', '2026-09-30'],
  ] as const)('knows the days of %s where the year begins in month %d', (last, start, from, to) => {
    expect(dated<Filter>({ last }, '2026-11-22', start)).toEqual({ last: undefined, from, to });
  });

  it('knows the day by the zone, not by the machine', () => {
    const now = new Date('2026-11-20T23:30:00Z');
    expect(dayIn('Europe/Paris', now)).toBe('2026-11-21');
    expect(dayIn('America/Los_Angeles', now)).toBe('2026-11-20');
  });

  it('goes to the server without what the server does not take', () => {
    expect(metricQuery({ program: 'p', measure: 'm', from: '2026-01-01', score_min: 0 })).toEqual({ from: '2026-01-01', score_min: '0' });
  });
});
