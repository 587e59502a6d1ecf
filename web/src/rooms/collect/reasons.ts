import { knownText, useText } from '@/i18n/useText';
import type { Reason, Reject } from './wire';

// Keys come from the server, so they cannot be typed here.
type Loose = (key: string, options: Record<string, unknown>) => string;

/** Why something was guessed or asked, in the reader's language where the key is known. */
export function useReason(): (reason: Reason) => string {
  const { t } = useText();
  const loose = t as unknown as Loose;
  return ({ key, params, text }) => loose(`collect:guess.${key.replace(/^guess\./, '')}`, { ...params, defaultValue: text });
}

/** Why a row was not taken. The server says it in English, with the numbers of the row. */
export function useRejectReason(): (reject: Pick<Reject, 'key' | 'reason'>) => string {
  const { t, i18n } = useText();
  return ({ key, reason }) => i18n.language.startsWith('en') && reason ? reason : knownText(t, `collect:reject.${key.replace(/[.-]/g, '_')}`, reason);
}
