import { asWords } from '@/format/asWords';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import type { Standard } from '../wire';

/** A standard in words. */
export function useStandardWords(): (standard: Standard, measure?: string) => string {
  const { t } = useText();
  const format = useFormat();
  return (s, measure) => {
    const target = format.percent(s.target, Number.isInteger(Math.round(s.target * 1000) / 10) ? 0 : 1);
    const span = (hours: number) => (hours >= 48 ? t('journey:span.days', { count: hours / 24, n: format.number(hours / 24, hours % 24 ? 1 : 0) }) : hours >= 1 ? t('journey:span.hours', { count: hours, n: format.number(hours, hours % 1 ? 1 : 0) }) : t('journey:span.minutes', { count: hours * 60, n: format.number(hours * 60) }));
    switch (s.kind) {
      case 'time':
        if (s.promise) return s.hours ? t('journey:said.promiseLate', { target, until: asWords(s.until ?? ''), promise: s.promise, span: span(s.hours) }) : t('journey:said.promise', { target, until: asWords(s.until ?? ''), promise: s.promise });
        return t('journey:said.time', { target, from: asWords(s.from ?? ''), until: asWords(s.until ?? ''), span: span(s.hours ?? 0) });
      case 'quality':
        return s.good === undefined ? t('journey:said.quality', { target, measure: measure ?? '' }) : t('journey:said.qualityFrom', { target, measure: measure ?? '', good: format.number(s.good) });
      default:
        return t('journey:said.share', { target, event: asWords(s.event ?? ''), property: s.property, value: s.value });
    }
  };
}
