import { knownText, type Text } from '@/i18n/useText';

/** What an entry is about: the part of its kind before the dot. */
export const areas = ['user', 'invite', 'session', 'sessions', 'password', 'totp', 'recovery', 'token', 'setup', 'organisation', 'logo', 'mail', 'unit', 'account', 'person', 'response', 'responses', 'import'] as const;

/** An entry's kind in words; one the page does not know yet stands as it is. */
export function kindText(t: Text, kind: string): string {
  return knownText(t, `settings:audit.kind.${kind}`, kind);
}
