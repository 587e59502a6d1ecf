import { useText } from '@/i18n/useText';
import type { Item, Question } from './queries';

type Words = Record<string, string>;

/** Picks the words of a questionnaire in the reader's language, else in its base. */
export function useWordsIn(languages: readonly string[]): (words: Words | undefined) => string {
  const { i18n } = useText();
  const own = i18n.language.slice(0, 2);
  const order = [...languages.filter((l) => l.slice(0, 2) === own), ...languages];
  return (words) => order.map((l) => words?.[l]).find(Boolean) ?? '';
}

/** What an item of an answer is called. */
export function useItemName(question: Question, said: (words: Words | undefined) => string): (item: Item) => string {
  const { t } = useText();
  const label = (code: string) => said(question.labels.find((l) => l.code === code)?.text) || code;
  return (item) => {
    switch (item.what) {
      case 'score': return item.code;
      case 'place': return t('understand:nameless.place', { name: label(item.code), n: item.place ?? 1 });
      case 'best': return t('understand:nameless.best', { name: label(item.code) });
      case 'worst': return t('understand:nameless.worst', { name: label(item.code) });
      case 'yes': return t('understand:nameless.yes');
      case 'no': return t('understand:nameless.no');
      default: return label(item.code);
    }
  };
}
