import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import type { Fieldwork } from './wire';
import { lastDays } from './days';
import classes from './Fieldwork.module.css';

/** Who began, by day, and who of them completed; the last sixty days. */
export function DaysCard({ fieldwork }: { fieldwork: Fieldwork }) {
  const { t } = useText();
  const format = useFormat();
  const days = lastDays(fieldwork.days);
  const most = Math.max(1, ...days.map((d) => d.started));
  const first = days[0];
  const last = days.at(-1);
  if (!first || !last) return null;
  const sum = (key: 'started' | 'complete') => format.number(days.reduce((n, d) => n + d[key], 0));
  const told = t('understand:fieldwork.daysSpoken', { from: format.day(first.day), to: format.day(last.day), started: sum('started'), complete: sum('complete') });
  return (
    <Card title={t('understand:fieldwork.days')} note={t('understand:fieldwork.daysNote')}>
      <p className={classes.legend} aria-hidden="true">
        <span><span className={`${classes.key} ${classes.keyDone}`} />{t('understand:fieldwork.counts.complete')}</span>
        <span><span className={classes.key} />{t('understand:fieldwork.others')}</span>
        <span>{t('understand:fieldwork.most', { n: format.number(most) })}</span>
      </p>
      <div className={classes.days} role="img" aria-label={told}>
        {days.map((d) => (
          <div key={d.day} className={classes.day} style={{ height: `${(100 * d.started) / most}%` }} title={t('understand:fieldwork.dayOf', { day: format.day(d.day), started: format.number(d.started), complete: format.number(d.complete) })}>
            <div className={classes.done} style={{ height: `${d.started > 0 ? (100 * d.complete) / d.started : 0}%` }} />
          </div>
        ))}
      </div>
      <p className={classes.ends} aria-hidden="true"><span>{format.day(first.day)}</span>{last !== first && <span>{format.day(last.day)}</span>}</p>
    </Card>
  );
}
