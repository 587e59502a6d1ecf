import { useFormat } from '@/format/context';
import { knownText, useText } from '@/i18n/useText';
import type { components } from '@/api/schema';

type Made = Pick<components['schemas']['Figure'], 'method' | 'method_label'>;

/** How an interval was made, in the reader's language where this page knows the method; empty where there is none. */
export function useMethodName(): (figure: Made) => string {
  const { t } = useText();
  return ({ method, method_label }) => (method ? knownText(t, `understand:method.${method}`, method_label) : '');
}

/** The methods behind several figures, each named once. */
export function useMethodNames(figures: readonly Made[]): string {
  const name = useMethodName();
  const format = useFormat();
  const names = [...new Set(figures.map(name))].filter(Boolean);
  return format.list(names);
}
