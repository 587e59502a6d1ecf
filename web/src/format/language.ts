/** How a language is called in another: fr is "French" in en, "français" in fr; a code nobody knows stays as it is. */
export function languageName(inLanguage: string, code: string): string {
  try {
    return new Intl.DisplayNames([inLanguage], { type: 'language' }).of(code) ?? code;
  } catch {
    return code; // not even shaped as a code
  }
}
