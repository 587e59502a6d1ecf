import { expect, it } from 'vitest';
import { pickedRange, pickedValues, pickOf, readPicks } from './pick';

const id = '01930000-0000-7000-8000-000000000001';

it('reads a filter by one trait and drops what does not belong', () => {
  expect(readPicks(`${id}:10..20`)).toEqual([`${id}:10..20`]);
  expect(readPicks([`${id}:a`, `${id}:b:c`, '01930000-0000-7000-8000-000000000002:x', 'y:z', 3])).toEqual([`${id}:a`, `${id}:b:c`]);
  expect(readPicks(undefined)).toBeUndefined();
});

it('takes it apart again', () => {
  expect([pickOf([`${id}:a`]), pickOf(undefined)]).toEqual([id, undefined]);
  expect(pickedValues([`${id}:a`, `${id}:b:c`])).toEqual(['a', 'b:c']);
  expect(pickedRange([`${id}:..2026-01-31`])).toEqual(['', '2026-01-31']);
  expect(pickedRange(undefined)).toEqual(['', '']);
});
