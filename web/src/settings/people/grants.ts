import type { Text } from '@/i18n/useText';
import type { Grant } from '../queries';

/** The roles the page offers; agent waits for cases. */
export const roles = ['owner', 'lead', 'researcher', 'analyst', 'viewer'] as const;

/** A scope as one value of a list: "whole", "program:ID", "unit:ID". */
export function scopeValue(scope: Grant['scope']): string {
  return scope.kind === 'whole' ? 'whole' : `${scope.kind}:${scope.id ?? ''}`;
}

/** The scope behind a value made by scopeValue. */
export function scopeOf(value: string): Grant['scope'] {
  const colon = value.indexOf(':');
  const kind = colon < 0 ? value : value.slice(0, colon);
  return kind === 'program' || kind === 'unit' ? { kind, id: value.slice(colon + 1) } : { kind: 'whole' };
}

/** "Analyst · North · own accounts"; names give programs and units by id. */
export function grantText(t: Text, grant: Grant, names: Map<string, string>): string {
  const { kind, id } = grant.scope;
  const where = kind === 'whole' ? '' : (names.get(id ?? '') ?? t('settings:grant.gone'));
  const rows = grant.rows === 'my_accounts' ? t('settings:grant.rows.my_accounts') : '';
  return [t(`settings:role.${grant.role}.name`), where, rows].filter(Boolean).join(' · ');
}
