import { knownText, type Text } from '@/i18n/useText';

/** What an entry is about: the part of its kind before the dot. */
export const areas = ['user', 'invite', 'session', 'sessions', 'password', 'totp', 'recovery', 'token', 'setup', 'organisation', 'logo', 'mail', 'unit', 'trait', 'account', 'email', 'person', 'persons', 'customer', 'notes', 'consent', 'right', 'response', 'responses', 'import', 'study', 'interview', 'finding', 'document', 'coder', 'wave', 'contact_rules'] as const;

/** A fact that was kept with an entry, such as how many answers were listed; `role 2` is a role. */
export function detailText(t: Text, name: string, value: string): string {
  const loose = t as unknown as (key: string, options: object) => string;
  return loose(`settings:audit.detail.${name.replace(/ \d+$/, '')}`, { value, defaultValue: `${name} ${value}` });
}

/** An entry's kind in words; one the page does not know yet stands as it is. */
export function kindText(t: Text, kind: string): string {
  return knownText(t, `settings:audit.kind.${kind}`, kind);
}
