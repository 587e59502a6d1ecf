import { useQuery } from '@tanstack/react-query';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { traitsQuery } from '../queries';

const own = ['unit', 'unit_only', 'channel', 'language', 'survey', 'touchpoint', 'account', 'segment', 'doubtful'] as const;

/** The name of what answers are narrowed by: a trait's own name, or the house's word. */
export function useKeyName(): (key: string, label: string) => string {
  const { t } = useText();
  return (key, label) => {
    const mine = own.find((k) => k === key);
    return mine ? t(`purpose:key.${mine}`) : label;
  };
}

/** Conditions in words: "Plan: Pro or Basic; Channel: phone". Empty where there are none. */
export function useWhereWords(program: string): (where: readonly string[]) => string {
  const { t } = useText();
  const format = useFormat();
  const keyName = useKeyName();
  const known = useQuery(traitsQuery(program)).data;
  const traits = known?.items ?? [];
  const segments = known?.segments ?? [];
  return (where) => {
    const keyOf = (w: string) => w.slice(0, w.indexOf(':'));
    return [...new Set(where.map(keyOf))].map((key) => {
      const list = where.filter((w) => keyOf(w) === key);
      const trait = traits.find((x) => x.key === key);
      const values = list.map((w) => w.slice(key.length + 1)).map((v) => (v === '' ? t('purpose:none.value') : (trait?.values.find((x) => x.value === v)?.label ?? (key === 'segment' ? segments.find((s) => s.id === v)?.name : undefined) ?? v)));
      return t('purpose:objective.among', { key: keyName(key, trait?.label ?? key), values: format.list(values) });
    }).join('; ');
  };
}
