import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable, type Column } from '@/ui/DataTable';
import type { Counts, Fieldwork } from './wire';
import { Rate, useTime } from './written';
import classes from './Fieldwork.module.css';

interface Line extends Counts {
  key: 'all' | 'open' | 'invited';
}

/** Who began and what became of it, by the way they came. */
export function CountsCard({ fieldwork }: { fieldwork: Fieldwork }) {
  const { t } = useText();
  const format = useFormat();
  const time = useTime();
  const lines: Line[] = [{ key: 'all', ...fieldwork.all }];
  if (fieldwork.open.started > 0 && fieldwork.invited.started > 0) lines.push({ key: 'open', ...fieldwork.open }, { key: 'invited', ...fieldwork.invited });
  const count = (key: 'started' | 'complete' | 'going' | 'screened' | 'quota_full'): Column<Line> => ({ key, header: t(`understand:fieldwork.counts.${key}`), numeric: true, named: true, cell: (l) => format.number(l[key]) });
  const columns: Column<Line>[] = [
    { key: 'way', header: t('understand:fieldwork.way'), cell: (l) => t(`understand:fieldwork.by.${l.key}`), width: '18%' },
    { key: 'rate', header: t('understand:fieldwork.completed'), line: true, width: '26%', cell: (l) => <Rate figure={l.rate} /> },
    count('started'), count('complete'), count('going'), count('screened'), count('quota_full'),
  ];
  return (
    <Card title={t('understand:fieldwork.who')} note={t('understand:fieldwork.whoNote')}>
      <DataTable label={t('understand:fieldwork.table', { title: t('understand:fieldwork.who') })} columns={columns} rows={lines} rowKey={(l) => l.key} minWidth={680} stack />
      {fieldwork.time.n > 0 && <p className={classes.note}>{t('understand:fieldwork.took', { median: time(fieldwork.time.median_ms), p90: time(fieldwork.time.p90_ms), count: fieldwork.time.n, n: format.number(fieldwork.time.n) })}</p>}
    </Card>
  );
}
