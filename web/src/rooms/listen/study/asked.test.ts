import { describe, expect, it } from 'vitest';
import { readAsked } from './asked';

describe('readAsked', () => {
  it('reads a line a person, cells parted by semicolons or tabs', () => {
    expect(readAsked('c-1; New roof\n\n c-2\t\tOffer 12\r\n', 'customer')).toEqual([{ customer_key: 'c-1', project: 'New roof' }, { customer_key: 'c-2', proposal: 'Offer 12' }]);
    expect(readAsked('acme', 'account')).toEqual([{ account_key: 'acme' }]);
  });

  it('takes people who are in no registry', () => {
    expect(readAsked('New roof; Offer 12\nOther', 'nobody')).toEqual([{ project: 'New roof', proposal: 'Offer 12' }, { project: 'Other' }]);
    expect(readAsked(' \n', 'nobody')).toEqual([]);
  });
});
