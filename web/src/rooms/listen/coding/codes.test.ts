import { describe, expect, it } from 'vitest';
import { countsOf, indexed, lastUsed, matching } from './codes';
import type { Book, Coding } from './wire';

const code = (id: string, name: string, position: number, more: object = {}) => ({ id, name, family_id: 'f', position, state: 'active', stands_id: id, definition: '', use_when: '', not_when: '', example: '', ...more });
const book = {
  families: [{ id: 'f', name: 'Waiting', colour: 'ochre', position: 1 }],
  codes: [
    code('a', 'Nobody says how long', 1), code('b', 'Counts the minutes', 2, { definition: 'Looks at the clock.' }), code('c', 'Été perdu', 3),
    code('d', 'Old name', 4, { state: 'merged', stands_id: 'b' }), code('e', 'Gone', 5, { state: 'retired' }),
  ],
} as unknown as Book;
const coding = (id: string, code_id: string, made_at: string, more: object = {}) => ({ id, code_id, made_at, coder: { kind: 'person', id: 'me' }, ...more }) as unknown as Coding;

describe('codes', () => {
  it('are found by the begin of a name, then of a word, then by what they mean; merged and retired ones are not offered', () => {
    expect(matching(book, 'no').map((c) => c.id)).toEqual(['a']);
    expect(matching(book, 'ete').map((c) => c.id)).toEqual(['c']);
    expect(matching(book, 'look').map((c) => c.id)).toEqual(['b']);
    expect(matching(book, 'old')).toEqual([]);
    expect(matching(book, '', ['c']).map((c) => c.id)).toEqual(['c', 'a', 'b']);
  });

  it('count under the one that stands for them, without what was settled as not holding', () => {
    const all = [coding('1', 'd', '2026-01-01'), coding('2', 'b', '2026-01-02'), coding('3', 'b', '2026-01-03', { dropped: true })];
    expect(countsOf(all, indexed(book)).get('b')).toBe(2);
  });

  it('last used come newest first, each once, of one person alone', () => {
    const all = [coding('1', 'a', '2026-01-01'), coding('2', 'd', '2026-01-02'), coding('3', 'e', '2026-01-03'), coding('4', 'c', '2026-01-04', { coder: { kind: 'person', id: 'you' } }), coding('5', 'a', '2026-01-05')];
    expect(lastUsed(all, 'me', indexed(book)).map((c) => c.id)).toEqual(['a', 'b']);
  });
});
