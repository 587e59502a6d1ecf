import { describe, expect, it } from 'vitest';
import { draftOf } from './draft';
import { changedAt, codeOf, freeValue, loopable, orNone, targetsOf, withEnd, withoutAt } from './logic';

const draft = draftOf({
  title: { en: 'T' }, languages: ['en'], settings: { consent: 'firm' }, hidden: [{ code: 'value_1', from: 'link', kind: 'text' }],
  ends: [{ code: 'done', outcome: 'complete', title: { en: 'Thanks' } }],
  pages: [
    { code: 'one', questions: [{ code: 'places', kind: 'choices', text: {} }] },
    { code: 'two', loop: { over: 'options', question: 'places' }, questions: [{ code: 'again', kind: 'choices', text: {} }] },
    { code: 'three', questions: [] },
  ],
});

describe('logic', () => {
  it.each([['Boat name', 'boat_name'], ['9 été', 't'], ['__a-b', 'a_b'], ['', '']])('makes a code of %s', (typed, want) => {
    expect(codeOf(typed)).toBe(want);
  });
  it('leads on to later pages and to ends', () => {
    expect(targetsOf(draft, 1).map((x) => x.value)).toEqual(['page three', 'end done']);
  });
  it('loops over several choices that are asked once, before', () => {
    expect(loopable(draft, 2).map((q) => q.code)).toEqual(['places']);
    expect(loopable(draft, 0)).toEqual([]);
  });
  it('makes an end where an outcome has none, and takes the one there is', () => {
    expect(withEnd(draft, 'complete')).toEqual({ draft, end: 'done' });
    const made = withEnd(draft, 'screened');
    expect(made.draft.ends.map((e) => `${e.code} ${e.outcome}`)).toEqual(['done complete', 'end_1 screened']);
    expect(made.end).toBe('end_1');
  });
  it('changes, removes and leaves out', () => {
    expect(changedAt([{ a: 1 }, { a: 2 }], 1, { a: 3 })).toEqual([{ a: 1 }, { a: 3 }]);
    expect(orNone(withoutAt([1], 0))).toBeUndefined();
    expect(freeValue(draft)).toBe('value_2');
  });
});
