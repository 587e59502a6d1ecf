import { createContext, use } from 'react';
import { Format } from './format';

/** Set by the shell from the session; before sign-in the browser's zone holds. */
export const FormatContext = createContext(new Format({ language: 'en', timeZone: 'UTC', currency: 'EUR' }));

/** Dates, numbers and money in the reader's language and the organisation's zone. */
export function useFormat(): Format {
  return use(FormatContext);
}
