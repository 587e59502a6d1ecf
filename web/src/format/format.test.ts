import { describe, expect, it } from 'vitest';
import { Format } from './format';

const en = new Format({ language: 'en', timeZone: 'Europe/Paris', currency: 'EUR' });
const fr = new Format({ language: 'fr', timeZone: 'Europe/Paris', currency: 'EUR' });
const space = (text: string) => text.replace(/[\u00a0\u202f]/g, '_');

describe('numbers', () => {
  it.each([
    [en.number(4812), '4,812'],
    [fr.number(4812), '4_812'],
    [fr.number(0.5, 1), '0,5'],
    [en.number(-18), '−18'],
    [en.signed(6.2, 1), '+6.2'],
    [en.signed(0), '0'],
    [en.number(-0.2), '0'],
    [en.signed(0.004, 2), '0.00'],
    [en.signed(-0.004, 2), '0.00'],
    [en.percent(0.27), '27_%'],
    [fr.percent(0.275, 1), '27,5_%'],
    [en.money(3180), '€3,180'],
    [fr.money(3180), '3_180_€'],
    [en.bytes(3_400_000), '3.4 MB'],
    [fr.bytes(3_400_000), '3,4_Mo'],
    [en.bytes(0), '0 bytes'],
  ])('%s', (got, want) => expect(space(got)).toBe(want));
});

describe('dates', () => {
  it('are shown in the zone of the organisation', () => {
    expect(en.date('2026-11-20T23:30:00Z')).toBe('21 November 2026');
    expect(fr.date('2026-11-20T23:30:00Z')).toBe('21 novembre 2026');
    expect(fr.date('2026-12-01T12:00:00Z')).toBe('1er décembre 2026');
    expect(fr.day('2026-12-01')).toBe('1er décembre 2026');
    expect(fr.day('2026-12-11')).toBe('11 décembre 2026');
    expect(en.day('2026-12-01')).toBe('1 December 2026');
    expect(en.time('2026-11-20T17:42:00Z')).toBe('18:42');
  });
  it('days without a time are not shifted', () => {
    const west = new Format({ language: 'en', timeZone: 'America/Los_Angeles', currency: 'USD' });
    expect(west.day('2026-11-20')).toBe('20 November 2026');
  });
  it('say how long ago', () => {
    const now = new Date('2026-11-20T12:00:00Z');
    expect(en.ago('2026-11-20T09:00:00Z', now)).toBe('3 hours ago');
    expect(fr.ago('2026-11-18T12:00:00Z', now)).toBe('avant-hier');
    expect(en.ago('2026-11-20T11:59:50Z', now)).toBe('this minute');
  });
});
