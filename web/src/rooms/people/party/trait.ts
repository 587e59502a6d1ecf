import { useFormat } from '@/format/context';
import type { TraitDefinition } from '../wire';

/** Writes a trait's value as its kind is read: money with its currency, days by locale, choices by label. */
export function useWriteTrait(): (trait: TraitDefinition, value: string, number?: number) => string {
  const format = useFormat();
  return (trait, value, number) => {
    switch (trait.kind) {
      case 'money':
        return number === undefined ? value : format.money(number, trait.currency || undefined);
      case 'number':
        return number === undefined ? value : format.number(number, Number.isInteger(number) ? 0 : 2);
      case 'date':
        return format.day(value);
      case 'choice':
        return trait.choices?.find((c) => c.key === value)?.label ?? value;
      default:
        return value;
    }
  };
}
