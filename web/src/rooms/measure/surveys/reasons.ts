import type { components } from '@/api/schema';
import { allQuestions, type Draft, type Option, type Question, type Words } from './draft';

type ReasonList = components['schemas']['ReasonList'];

/** The words in the languages of a draft; its base has some in any case. */
function wordsIn(words: Words, languages: readonly string[]): Words {
  const base = languages[0] ?? 'en';
  const out = Object.fromEntries(languages.flatMap((lang) => (words[lang] ? [[lang, words[lang]]] : [])));
  return out[base] ? out : { [base]: words.en ?? words[Object.keys(words).sort()[0] ?? ''] ?? '', ...out };
}

/** The question that asks a list: its words, the reasons that do not rest, and "something else" last. */
export const askingReasons = (list: ReasonList, languages: readonly string[]): Partial<Question> => ({
  reason_list_id: list.id, text: wordsIn(list.wording, languages), random_options: true, options: [
    ...list.reasons.filter((r) => !r.rested_at).map((r): Option => ({ code: r.code, text: wordsIn(r.text, languages) })),
    { code: 'other', text: wordsIn(list.other, languages), other: true, fixed: true },
  ],
});

/** The free text after a list's choice. */
export const askingWhy = (list: ReasonList, languages: readonly string[]): Partial<Question> => ({ reason_list_id: list.id, text: wordsIn(list.why, languages) });

/** Lists that a question may ask: a choice one that no other asks, a free text one whose choice is asked and that has none yet. */
export function askableLists(draft: Draft, question: Question, lists: readonly ReasonList[]): ReasonList[] {
  const others = allQuestions(draft).filter((q) => q.code !== question.code);
  const choices = new Set(others.filter((q) => q.kind === 'choice').map((q) => q.reason_list_id));
  const texts = new Set(others.filter((q) => q.kind !== 'choice').map((q) => q.reason_list_id));
  return lists.filter((l) => l.id === question.reason_list_id || (question.kind === 'choice' ? !choices.has(l.id) : choices.has(l.id) && !texts.has(l.id)));
}
