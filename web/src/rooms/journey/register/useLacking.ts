import { useText } from '@/i18n/useText';
import type { Lack } from '../wire';
import { missing } from './matrix';

/** What a touchpoint is without, in words: short for a cell, long for who hears it. */
export function useLacking() {
  const { t } = useText();
  return {
    short: (lacks: readonly Lack[]) => {
      const list = missing(lacks);
      if (list.length === 0) return '';
      if (list.length === 1 && list[0]) return t(`journey:no.${list[0]}`);
      return list.length === 3 ? t('journey:nothingYet') : t('journey:lacks', { count: list.length });
    },
    long: (lacks: readonly Lack[]) => {
      const list = missing(lacks);
      return list.length === 0 ? t('journey:allInPlace') : list.map((m) => t(`journey:no.${m}`)).join(', ');
    },
  };
}
