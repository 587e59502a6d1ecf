/** Words kept by language in that of the reader, else in English, else in any. */
export const inWords = (words: Record<string, string>, reader: string) => words[reader] ?? words.en ?? Object.values(words)[0] ?? '';
