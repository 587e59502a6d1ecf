import { expect, it } from 'vitest';
import { readAccountsSearch, readCustomersSearch } from './search';

it('reads what belongs to the address of customers and drops the rest', () => {
  expect(readCustomersSearch({ q: '  Ana ', role: 'decides', unit: '', page: 3 })).toEqual({ q: 'Ana', role: 'decides' });
  expect(readCustomersSearch({ q: 4711, role: 'rules' })).toEqual({ q: '4711' });
});

it('reads what belongs to the address of accounts and drops the rest', () => {
  expect(readAccountsSearch({ cadence: 6, by: 'contact', show: 'silent', sort: 'value', from: '2026-01-01', to: 'soon' })).toEqual({
    cadence: 6, by: 'contact', show: 'silent', from: '2026-01-01',
  });
  expect(readAccountsSearch({ cadence: 61, trait: 'x:1' })).toEqual({});
  const trait = ['01a20552-05b0-7cad-95fa-8e711d5797c4:steel'];
  expect(readAccountsSearch({ unit: ' n ', trait })).toEqual({ unit: 'n', trait });
});
