import { useText } from '@/i18n/useText';

/** Languages that forms offer by name. */
export const offeredLanguages = ['en', 'fr', 'de', 'es', 'it', 'nl', 'pt', 'sv', 'nb', 'da', 'fi', 'pl'];

/** What a language is called in the reader's, by its code. */
export function useLanguageName(): (lang: string) => string {
  const { i18n } = useText();
  const names = new Intl.DisplayNames([i18n.language], { type: 'language', fallback: 'code' });
  return (lang) => {
    try {
      return names.of(lang) ?? lang;
    } catch {
      return lang; // no language's code, as files bring them
    }
  };
}
