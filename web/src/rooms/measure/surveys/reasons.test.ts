import { describe, expect, it } from 'vitest';
import type { components } from '@/api/schema';
import { copyQuestion, draftOf, type Question } from './draft';
import { askableLists, askingReasons, askingWhy } from './reasons';

const list = (id: string): components['schemas']['ReasonList'] => ({
  id, program_id: 'p', name: id, version: 1, made_by: 'Pat', created_at: '2026-11-24T00:00:00Z', changed_at: '2026-11-24T00:00:00Z', breaks: [],
  wording: { en: 'Why?', fr: 'Pourquoi ?' }, why: { en: 'Tell us.' }, other: { fr: 'Autre chose', de: 'Anderes' },
  reasons: [
    { code: 'price', text: { en: 'Price', fr: 'Le prix' }, added_at: '2026-11-24T00:00:00Z', added_by: 'Pat' },
    { code: 'noise', text: { en: 'Noise' }, added_at: '2026-11-24T00:00:00Z', added_by: 'Pat', rested_at: '2026-11-24T00:00:00Z' },
  ],
});
const question = (code: string, kind: string, reason_list_id?: string): Question => ({ code, kind, text: {}, reason_list_id });
const draft = (...questions: Question[]) => draftOf({ title: {}, languages: ['fr'], settings: { consent: 'firm' }, pages: [{ code: 'page_1', questions }] });

describe('a question for the main reason', () => {
  it('takes the words in the languages of the draft, and reasons that do not rest', () => {
    expect(askingReasons(list('a'), ['fr', 'en'])).toEqual({
      reason_list_id: 'a', text: { en: 'Why?', fr: 'Pourquoi ?' }, random_options: true,
      options: [{ code: 'price', text: { en: 'Price', fr: 'Le prix' } }, { code: 'other', text: { fr: 'Autre chose' }, other: true, fixed: true }],
    });
    expect(askingWhy(list('a'), ['fr'])).toEqual({ reason_list_id: 'a', text: { fr: 'Tell us.' } });
    expect(askingReasons(list('a'), ['nl']).options?.at(-1)?.text).toEqual({ nl: 'Anderes' });
  });

  it('asks a list once, its free text beside a choice alone', () => {
    const all = [list('a'), list('b')];
    const d = draft(question('one', 'choice', 'a'), question('two', 'choice'), question('why', 'long_text'), question('said', 'long_text'));
    const of = (code: string) => askableLists(d, d.pages[0]?.questions.find((q) => q.code === code) ?? question('', ''), all).map((l) => l.id);
    expect([of('one'), of('two'), of('why')]).toEqual([['a', 'b'], ['b'], ['a']]);
    const told = draft(question('one', 'choice', 'a'), question('why', 'long_text', 'a'), question('said', 'long_text'));
    expect(askableLists(told, question('said', 'long_text'), all)).toEqual([]);
    expect(copyQuestion(d, 'one').pages[0]?.questions.map((q) => q.reason_list_id)).toEqual(['a', undefined, undefined, undefined, undefined]);
  });
});
