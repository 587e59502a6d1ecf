import { beforeAll, describe, expect, it } from 'vitest';
import i18next from 'i18next';
import { Format } from '@/format/format';
import { changeLanguage, startCatalogue } from '@/i18n';
import type { Text } from '@/i18n/useText';
import { sentence, type Names } from './sentence';
import type { Rule } from './wire';

const names: Names = {
  fields: [
    { key: 'customer.unit', kind: 'unit' }, { key: 'customer.role', kind: 'choice', choices: [{ key: 'decides' }] },
    { key: 'trait.1', kind: 'money', label: 'Spend', currency: 'EUR' }, { key: 'answers', kind: 'count' }, { key: 'events', kind: 'count' },
  ],
  unit: (id) => ({ 1: 'Lille', 2: 'Nice' })[id] ?? id,
  account: (id) => id,
  measure: () => 'Would recommend',
  touchpoint: () => 'Check in · Desk',
};
const space = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');
const say = (language: 'en' | 'fr', rule: Rule) =>
  space(sentence(i18next.t as unknown as Text, new Format({ language, timeZone: 'UTC', currency: 'EUR' }), rule, names));

const lille: Rule = { is: { field: 'customer.unit', one_of: ['1', '2'] } };
const silent: Rule = { is: { field: 'events', at_most: 0, of: { name: 'call' }, days: 90 } };
const rule: Rule = { all: [lille, { any: [silent, { not: { is: { field: 'customer.role', one_of: ['decides'] } } }] }] };

beforeAll(() => startCatalogue('en'));

describe('a rule in words', () => {
  it('in English', () => {
    expect(say('en', rule)).toBe('Customers whose unit is Lille or Nice and (who had no event “call” in the last 90 days or other than those whose role is decider).');
    expect(say('en', { is: { field: 'trait.1', from: '100', to: '250' } })).toBe('Customers whose “Spend” is from €100 to €250.');
    expect(say('en', { is: { field: 'answers', of: { measure: 'm', group: 'detractor', latest: 'true' } } }))
      .toBe('Customers who in their latest answer to “Would recommend” answered as detractor.');
    expect(say('en', { is: { field: 'answers', at_least: 2 } })).toBe('Customers who gave at least 2 answers.');
    expect(say('en', { is: { field: 'events', at_least: 1, of: { touchpoint: 'x' }, since: '2026-01-01', until: '2026-03-31' } }))
      .toBe('Customers who had an event at “Check in · Desk” from 1 January 2026 to 31 March 2026.');
  });
  it('in French', async () => {
    await changeLanguage('fr');
    expect(say('fr', rule)).toBe('Les clients dont l’unité est Lille ou Nice et (sans événement « call » au cours des 90 derniers jours ou à l’exclusion de ceux dont le rôle est décideur).');
    const events = { field: 'events', at_least: 1, of: { touchpoint: 'x' } } as const;
    expect(say('fr', { is: { ...events, since: '2026-01-01', until: '2026-03-31' } })).toContain('du 1er janvier 2026 au 31 mars 2026');
    expect(say('fr', { is: { ...events, since: '2026-01-01' } })).toContain('à partir du 1er janvier 2026');
    expect(say('fr', { is: { field: 'trait.1', from: '100' } })).toContain('à partir de 100');
    expect(say('fr', { is: { field: 'trait.1', known: false } })).toBe('Les clients dont on ignore « Spend ».');
    await changeLanguage('en');
  });
});
