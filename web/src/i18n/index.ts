import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { catalogue } from './en';

/** Languages of the page. */
export const languages = ['en', 'fr'] as const;
export type Language = (typeof languages)[number];

const storageKey = 'balcony-language';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'shell';
    resources: typeof catalogue;
    enableSelector: false;
  }
}

const load: Record<Language, () => Promise<Record<string, object>>> = {
  en: async () => (await import('./en')).catalogue,
  fr: async () => (await import('./fr')).catalogue,
};

export function isLanguage(value: unknown): value is Language {
  return value === 'en' || value === 'fr';
}

/** The language chosen on this machine, else the browser's, else English. */
export function preferredLanguage(): Language {
  try {
    const kept = localStorage.getItem(storageKey);
    if (isLanguage(kept)) return kept;
  } catch {
    // No storage in this window: the browser's languages decide.
  }
  const first = navigator.languages.map((l) => l.slice(0, 2)).find(isLanguage);
  return first ?? 'en';
}

/** Starts the catalogue in one language; only that language is fetched. */
export async function startCatalogue(language: Language): Promise<i18n> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    defaultNS: 'shell',
    interpolation: { escapeValue: false },
    returnNull: false,
    resources: { [language]: await load[language]() } as never,
  });
  document.documentElement.lang = language;
  return i18next;
}

/** Changes the page's language and keeps the choice on this machine. */
export async function changeLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'shell')) {
    for (const [area, texts] of Object.entries(await load[language]())) {
      i18next.addResourceBundle(language, area, texts);
    }
  }
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    // The choice then holds for this window only.
  }
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}
