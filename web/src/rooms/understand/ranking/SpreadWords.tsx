import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import type { Ranking } from './queries';

/** How much of the spread between places is real, in a sentence. */
export function SpreadWords({ spread, count, className }: { spread: Ranking['spread']; count: number; className?: string }) {
  const { t } = useText();
  const format = useFormat();
  const { value, low, high } = spread.real;
  if (spread.trouble !== '' || value === null) return <p className={className}>{t('understand:ranking.few', { count, n: format.number(count) })}</p>;
  const pairs = (count * (count - 1)) / 2;
  return (
    <p className={className}>
      {low !== null && high !== null
        ? t('understand:ranking.real', { share: format.percent(value), low: format.percent(low), high: format.percent(high) })
        : t('understand:ranking.realPlain', { share: format.percent(value) })}{' '}
      {t('understand:ranking.distinct', { n: format.number(spread.distinct), of: format.number(pairs) })}
    </p>
  );
}
