import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import type { ColumnMapping } from '../wire';
import { isWorded, presetOf, scoresOf } from './scales';

/** What was settled for a column, in one line: "0 to 10, NPS. Not an answer: 11." */
export function useColumnSummary(): (column: ColumnMapping) => string {
  const { t } = useText();
  const format = useFormat();
  return (column) => {
    const parts: string[] = [];
    if (column.score && (column.role === 'score' || column.role === 'outcome')) {
      const { scale, metric } = column.score;
      const preset = presetOf(scale);
      const worded = isWorded(scale);
      parts.push(
        worded
          ? t('collect:summary.words', { words: format.list(scoresOf(scale).map((s) => scale.labels?.[String(s)] ?? '')) })
          : t('collect:summary.span', { min: format.number(scale.min), max: format.number(scale.max) }),
      );
      parts.push(t(`collect:metric.${metric}`));
      if (metric === 'share' && preset !== 'numbers' && scale.good) {
        parts.push(t('collect:summary.good', { good: format.list(scale.good.map((g) => scale.labels?.[String(g)] ?? format.number(g))) }));
      }
    }
    if (column.order && column.role === 'time') parts.push(t(`collect:order.${column.order}`));
    if (column.no_answer.length > 0 && column.role !== 'ignore') parts.push(t('collect:summary.noAnswer', { codes: format.list(column.no_answer.slice(0, 8)) }));
    return parts.join(' · ');
  };
}
