import type { components } from '@/api/schema';
import type { Format } from '@/format/format';
import { asWords } from '@/format/asWords';
import { knownText, type Text } from '@/i18n/useText';

type Item = Pick<components['schemas']['TimelineItem'], 'kind' | 'words'>;

/** What happened, in one line. */
export function said(t: Text, format: Format, { kind, words }: Item): string {
  const named = (name: string | undefined, value: string) => (name ? t('ui:named', { name, value }) : value);
  switch (kind) {
    case 'answer':
      return words.text ?? t('people:timeline.one.answer');
    case 'event':
      return words.name ? asWords(words.name) : t('people:timeline.one.event');
    case 'note':
      return named(words.author, words.text ?? '');
    case 'consent':
      return named(knownText(t, `people:consent.purpose.${words.purpose}`, words.purpose ?? ''), knownText(t, `people:consent.state.${words.state}`, words.state ?? ''));
    case 'trait':
      return named(words.trait, written(t, format, words));
    case 'interview':
      return named(words.pseudonym, t('people:timeline.interview', { number: words.number ?? '', study: words.study ?? '' }));
    case 'invitation':
      return t('people:timeline.invited', { survey: words.survey ?? '', wave: words.wave ?? '' });
    case 'merge':
      return t(words.undone ? 'people:timeline.parted' : 'people:timeline.merged', { name: words.name ?? words.key });
  }
}

function written(t: Text, format: Format, { value, kind, currency }: Record<string, string | undefined>): string {
  if (!value) return t('people:traits.unknown');
  const number = Number(value);
  if (kind === 'money' && Number.isFinite(number)) return format.money(number, currency || undefined);
  if (kind === 'number' && Number.isFinite(number)) return format.number(number, Number.isInteger(number) ? 0 : 2);
  return kind === 'date' ? format.day(value) : value;
}
