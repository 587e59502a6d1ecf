import type { Content } from '../wire';

/** The words that a new letter begins with, to be changed. */
const words = {
  en: {
    subject: '{{survey.title}}: {{survey.minutes}} min for us?', text: 'Hello {{contact.name|and good day}},\n\nyour experience tells us what to do better. Answering takes about {{survey.minutes}} min.',
    button: 'Begin', signature: 'With thanks\n{{survey.controller}}',
  },
  fr: {
    subject: '{{survey.title}} : {{survey.minutes}} min pour nous ?', text: 'Bonjour {{contact.name|et merci de nous lire}},\n\nvotre expérience nous dit quoi améliorer. Répondre prend environ {{survey.minutes}} min.',
    button: 'Commencer', signature: 'Avec nos remerciements\n{{survey.controller}}',
  },
} as const;

/** A new letter in both languages, the reader's first. */
export function starting(language: string): Content {
  const languages = language.startsWith('fr') ? ['fr', 'en'] : ['en', 'fr'];
  const of = (part: 'subject' | 'text' | 'button' | 'signature') => ({ en: words.en[part], fr: words.fr[part] });
  return { languages, subject: of('subject'), text: of('text'), button: of('button'), signature: of('signature'), scale: true };
}
