import { describe, expect, it } from 'vitest';
import i18next from 'i18next';
import type { Text } from '@/i18n/useText';
import { grantText, scopeOf, scopeValue } from './grants';

describe('scopes as values of a list', () => {
  it.each([{ kind: 'whole' }, { kind: 'program', id: 'p1' }, { kind: 'unit', id: 'a:b' }] as const)('%o comes back', (scope) => {
    expect(scopeOf(scopeValue(scope))).toEqual(scope);
  });
});

describe('a grant in words', () => {
  const t = i18next.t as unknown as Text;
  const names = new Map([['u1', 'North']]);
  it('names role, unit and rows', () => {
    expect(grantText(t, { role: 'analyst', scope: { kind: 'unit', id: 'u1' }, rows: 'my_accounts' }, names)).toBe(
      'Analyst · North · only accounts they own',
    );
  });
  it('says so when the unit is gone', () => {
    expect(grantText(t, { role: 'lead', scope: { kind: 'unit', id: 'u2' }, rows: 'all' }, names)).toBe('Lead · no longer there');
  });
  it('leaves out the whole and all rows', () => {
    expect(grantText(t, { role: 'owner', scope: { kind: 'whole' }, rows: 'all' }, names)).toBe('Owner');
  });
});
