import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { writer } from '@/ui/figures';
import { useText } from '@/i18n/useText';
import { problemText } from '@/ui/problemText';
import { standQuery } from '../queries';
import type { Measure } from '../wire';
import { worse } from './draft';
import classes from './Objectives.module.css';

interface StandProps {
  measure: Measure | undefined;
  /** As the measure counts; NaN as long as none is chosen. */
  target: number;
  from: string;
  to: string;
  where: string[];
}

/** Where the measure stood among these customers in these days, before an objective is set on it. */
export function Stand({ measure, target, from, to, where }: StandProps) {
  const { t } = useText();
  const format = useFormat();
  const [days] = useDebouncedValue({ from, to, where }, 300);
  const asked = { measure: measure?.id ?? '', ...days };
  const query = useQuery({ ...standQuery(asked), enabled: !!asked.measure && !!asked.from && !!asked.to && asked.from <= asked.to });
  if (query.isError) return <p className={classes.stand} role="status">{problemText(t, asProblem(query.error))}</p>;
  if (!query.data) return <p className={classes.stand} role="status">{t('purpose:stand.choose')}</p>;
  const { figure } = query.data.total;
  const { value, low, high, n } = figure;
  if (value === null) return <p className={classes.stand} role="status">{t('purpose:stand.nobody')}</p>;
  const write = writer(format, figure.unit, low === null || high === null ? Infinity : (high - low) / 2);
  return (
    <p className={classes.stand} role="status">
      {t('purpose:stand.was')} <b>{write(value)}</b>
      {low !== null && high !== null && ` ${t('purpose:way.between', { low: write(low), high: write(high) })}`}, {t('purpose:stand.n', { count: n, n: format.number(n) })}
      {(low === null || high === null) && ` ${t('purpose:stand.few')}`}
      {measure && worse(measure, target, value) && <strong className={classes.worse}>{t('purpose:stand.worse')}</strong>}
    </p>
  );
}
