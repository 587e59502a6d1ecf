import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import type { Indicator } from '../wire';
import { digitsOf, periodName } from './period';

/** How values, periods and units of an indicator are written. */
export function useIndicatorWords(indicator: Pick<Indicator, 'period' | 'measured_in'>) {
  const { t } = useText();
  const format = useFormat();
  return {
    value: (v: number) => `${format.number(v, digitsOf(v))}${indicator.measured_in ? `\u00a0${indicator.measured_in}` : ''}`,
    period: (first: string) => periodName(format, indicator.period, first, (quarter, year) => t('purpose:indicator.quarter', { quarter, year })),
    unit: (u: { unit_id?: string; unit_name?: string }) => (u.unit_id ? (u.unit_name ?? t('purpose:indicator.unitGone')) : t('purpose:indicator.whole')),
  };
}
