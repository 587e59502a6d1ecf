import { describe, expect, it } from 'vitest';
import { draftOf } from './draft';
import { atEnd, namesAt, offersAt } from './names';

const draft = draftOf({
  title: { en: 'T' }, languages: ['en'], settings: { consent: 'firm' },
  hidden: [{ code: 'boat', from: 'link', kind: 'text' }], calculated: [{ code: 'sum', kind: 'number', value: 'told + 1' }],
  pages: [
    { code: 'one', questions: [
      { code: 'told', kind: 'scale', text: { en: 'Would you tell a friend?' } },
      { code: 'places', kind: 'choices', text: { en: 'Where were you?' }, options: [{ code: 'deck', text: { en: 'On deck' } }, { code: 'gate', text: { en: 'At the gate' } }] },
      { code: 'read', kind: 'block', text: { en: 'Read this' } },
    ] },
    { code: 'two', loop: { over: 'options', question: 'places' }, questions: [{ code: 'there', kind: 'number', text: { en: 'How long?' } }] },
    { code: 'three', random: true, questions: [
      { code: 'way', kind: 'choice', text: { en: 'Which way?' }, options: [{ code: 'sea', text: { en: 'By sea' } }, { code: 'land', text: { en: 'Près' } }] },
      { code: 'care', kind: 'matrix', text: { en: 'Care' }, rows: [{ code: 'desk', text: { en: 'Desk' } }] },
    ] },
  ],
});
const codes = (page: number, question: number, own?: string) => namesAt(draft, { page, question, own }, [{ name: 'region', label: 'Region', kind: 'choice' }]).map((n) => n.code);

describe('what a condition can name', () => {
  it.each([
    [0, 0, undefined, ''], [0, 1, undefined, 'told'], [0, 0, 'told', 'told'], [1, 1, undefined, 'told places there item'],
    [2, 1, undefined, 'told places'], [3, 0, undefined, 'told places way care.desk'],
  ])('at page %s, question %s, of %s', (page, question, own, want) => {
    expect(codes(page, question, own)).toEqual([...want.split(' ').filter(Boolean), 'boat', 'sum', 'contact.region']);
  });

  it('speaks only of values before a value', () => {
    expect(namesAt(draft, atEnd(draft), [], 0).map((n) => n.code)).not.toContain('sum');
  });
});

describe('what is offered at the caret', () => {
  const names = namesAt(draft, atEnd(draft), []);
  const written = (text: string, caret = text.length) => offersAt(text, caret, names).map((o) => text.slice(0, o.from) + o.text + text.slice(o.to));
  it.each([
    ['to', ['told']], ['friend', ['told']], ['told > 7 and wher', ['told > 7 and "deck" in places', 'told > 7 and "gate" in places']],
    ['way == ', ['way == "sea"', 'way == "land"']], ['way == "pres', ['way == "land"']], ['way', ['way', 'way == "sea"', 'way == "land"']], ['"de', []], ['care', ['care.desk']], ['zz', []], ['dec', ['"deck" in places']],
  ])('%s', (text, want) => {
    expect(written(text)).toEqual(want);
  });

  it('writes in the middle, over a quote that stands there', () => {
    expect(written('way == "" and told > 1', 8)).toEqual(['way == "sea" and told > 1', 'way == "land" and told > 1']);
  });
});
