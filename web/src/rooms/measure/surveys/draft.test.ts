import { describe, expect, it } from 'vitest';
import { addPage, addQuestion, allQuestions, asking, copyQuestion, draftOf, kinds, movePage, moveQuestion, newQuestion, removeQuestion, worded, type Draft } from './draft';
import { begun, stepped } from './history';

const draft = (...pages: string[][]): Draft => draftOf({
  title: { en: 'T' }, languages: ['en'], settings: { consent: 'firm' },
  pages: pages.map((codes, i) => ({ code: `page_${i + 1}`, questions: codes.map((code) => ({ code, kind: 'text', text: { en: code } })) })),
});
const order = (d: Draft) => d.pages.map((p) => p.questions.map((q) => q.code).join('')).join('|');

describe('a draft', () => {
  it.each([
    ['a', 'c', 'bca|de'], ['c', 'a', 'cab|de'], ['a', 'd', 'bc|ade'], ['e', 'b', 'aebc|d'], ['b', 'page_2', 'ac|deb'], ['a', 'a', 'abc|de'], ['x', 'a', 'abc|de'], ['a', 'x', 'abc|de'],
  ])('puts %s where %s stands', (code, over, want) => {
    expect(order(moveQuestion(draft(['a', 'b', 'c'], ['d', 'e']), code, over))).toBe(want);
  });

  it('gives each new question a code of its own, and what its kind needs', () => {
    let d = draft([]);
    for (const kind of kinds) d = addQuestion(d, 'page_1', newQuestion(d, kind));
    const codes = allQuestions(d).map((q) => q.code);
    expect(new Set(codes).size).toBe(kinds.length);
    expect(allQuestions(d).find((q) => q.kind === 'matrix')).toMatchObject({ rows: [{ code: 'row_1' }], scale: { points: 5 } });
    expect(order(removeQuestion(draft(['a', 'b']), 'a'))).toBe('b');
  });

  it('copies a question after itself, without its measure', () => {
    const d = draft(['a', 'b']);
    const first = d.pages[0]?.questions[0];
    if (first) first.measure_id = 'm';
    const copied = copyQuestion(d, 'a');
    expect(order(copied)).toBe('aa_1b');
    expect(allQuestions(copied).map((q) => q.measure_id)).toEqual(['m', undefined, undefined]);
  });

  it('moves pages within their bounds and names new ones', () => {
    const d = addPage(draft(['a'], ['b']));
    expect(d.pages.map((p) => p.code)).toEqual(['page_1', 'page_2', 'page_3']);
    expect(order(movePage(d, 'page_2', -1))).toBe('b|a|');
    expect(order(movePage(d, 'page_1', -1))).toBe('a|b|');
  });

  it('takes a language out of words where nothing is said', () => {
    expect(worded({ en: 'a', fr: 'b' }, 'fr', '')).toEqual({ en: 'a' });
    expect(worded(undefined, 'fr', 'b')).toEqual({ fr: 'b' });
  });

  it('asks a measure in its words, on its scale', () => {
    const measure = {
      id: 'm', wording: { en: 'Easy?', fr: 'Facile ?' },
      scale: { min: 1, max: 3, direction: 'up', labels: { 1: 'No', 2: 'So so', 3: 'Yes' }, words: { fr: { 1: 'Non', 2: 'Bof', 3: 'Oui' } } },
    } as never;
    expect(asking({ code: 'q', kind: 'scale', text: {} }, measure)).toMatchObject({
      measure_id: 'm', text: { fr: 'Facile ?' }, scale: { look: 'words', min: 1, points: 3, low: { en: 'No', fr: 'Non' }, labels: [{ en: 'No', fr: 'Non' }, {}, {}] },
    });
  });
});

describe('history', () => {
  it('goes back and forth, and forgets what was taken back after a new step', () => {
    let h = begun('a');
    for (const step of ['b', 'c']) h = stepped(h, { do: step });
    h = stepped(stepped(h, 'undo'), 'undo');
    expect([h.now, h.future.length]).toEqual(['a', 2]);
    expect(stepped(h, 'undo').now).toBe('a');
    expect(stepped(h, 'redo').now).toBe('b');
    expect(stepped(stepped(h, { do: 'x' }), 'redo').now).toBe('x');
  });

  it('joins what is typed into one field, and nothing else', () => {
    let h = begun('');
    for (const step of ['a', 'ab', 'abc']) h = stepped(h, { do: step, about: 'q.text' });
    h = stepped(h, { do: 'abcd', about: 'q.hint' });
    expect(stepped(h, 'undo').now).toBe('abc');
    expect(stepped(stepped(h, 'undo'), 'undo').now).toBe('');
    expect(stepped(stepped(h, 'undo'), { do: 'abX', about: 'q.text' }).past).toHaveLength(2);
  });
});
