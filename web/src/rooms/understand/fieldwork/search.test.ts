import { describe, expect, it } from 'vitest';
import { readFieldworkSearch } from './search';
import { writtenTime } from './time';

describe('the address of a survey’s fieldwork', () => {
  it.each([
    [{}, {}],
    [{ version: '2', factor: '0.5', kind: 'speeding' }, { version: 2, factor: 0.5, kind: 'speeding' }],
    [{ version: 'x', factor: '7', kind: 'odd' }, {}],
    [{ version: -1, factor: 0.33 }, {}],
  ])('%o', (raw, want) => expect(readFieldworkSearch(raw)).toEqual({ version: undefined, factor: undefined, kind: undefined, ...want }));
});

describe('a time', () => {
  it.each([
    [null, undefined],
    [400, { unit: 'seconds', value: 0.4, digits: 1 }],
    [12_400, { unit: 'seconds', value: 12.4, digits: 0 }],
    [90_000, { unit: 'minutes', value: 1.5, digits: 1 }],
    [1_260_000, { unit: 'minutes', value: 21, digits: 0 }],
  ] as const)('%s ms', (ms, want) => expect(writtenTime(ms)).toEqual(want));
});
