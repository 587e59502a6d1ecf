import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { complete, halfWidth, writer } from '@/ui/figures';
import type { Without } from '../wire';

/** How many answers of a figure look doubtful, and what it is without them: beside the figure, never in its place. */
export function WithoutDoubtful({ without }: { without: Without }) {
  const { t } = useText();
  const format = useFormat();
  const { figure } = without;
  const c = complete(figure);
  const write = writer(format, figure.unit, c ? halfWidth(c) : Infinity);
  const many = t('understand:doubtful.many', { count: without.doubtful, n: format.number(without.doubtful) });
  if (figure.value === null) return <>{many} {t('understand:doubtful.nothing')}</>;
  return <>{many} {t(c ? 'understand:doubtful.without' : 'understand:doubtful.few', { value: write(figure.value), low: c ? write(c.low) : '', high: c ? write(c.high) : '', n: format.number(figure.n) })}</>;
}
