import { expect, it } from 'vitest';
import { monthNames, weekdayNames } from './calendar';

it('weekdays begin with Monday and number Sunday 0', () => {
  const days = weekdayNames('en-GB');
  expect(days[0]).toEqual({ value: '1', label: 'Monday' });
  expect(days[6]).toEqual({ value: '0', label: 'Sunday' });
});

it('months are numbered from 1 and capitalised as labels', () => {
  expect(monthNames('fr-FR')[7]).toEqual({ value: '8', label: 'Août' });
});
