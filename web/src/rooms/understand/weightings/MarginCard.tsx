import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable, type Column } from '@/ui/DataTable';
import { useKeyName, useValueName } from '../filter/words';
import type { MarginMade } from './wire';
import classes from './Weightings.module.css';

type Row = MarginMade['classes'][number];

/** What weights do to the make-up of the answers by one trait: share of the answers, of the customers, and after weighting. */
export function MarginCard({ margin }: { margin: MarginMade }) {
  const { t } = useText();
  const format = useFormat();
  const name = useKeyName()(margin.key, margin.label);
  const valueName = useValueName();
  const share = (x: number | null) => (x === null ? '–' : format.percent(x, 1));
  const most = Math.max(0.01, ...margin.classes.flatMap((c) => [c.answers ?? 0, c.customers, c.reached ?? 0]));
  const columns: Column<Row>[] = [
    { key: 'class', header: name, width: '22%', cell: (c) => valueName(margin.key, c.name) },
    { key: 'n', header: t('weightings:margin.n'), numeric: true, cell: (c) => format.number(c.n) },
    { key: 'bars', header: t('weightings:margin.bars'), line: true, width: '30%', cell: (c) => <Bars row={c} most={most} /> },
    { key: 'answers', header: t('weightings:margin.answers'), numeric: true, named: true, cell: (c) => share(c.answers) },
    { key: 'customers', header: t('weightings:margin.customers'), numeric: true, named: true, cell: (c) => share(c.customers) },
    { key: 'reached', header: t('weightings:margin.reached'), numeric: true, named: true, cell: (c) => share(c.reached) },
  ];
  return (
    <Card title={t('weightings:margin.title', { name })} note={t('weightings:margin.note')}>
      <ul className={classes.key} aria-hidden="true">
        {(['answers', 'customers', 'reached'] as const).map((k) => <li key={k}><span className={`${classes.swatch} ${classes[k]}`} />{t(`weightings:margin.${k}`)}</li>)}
      </ul>
      <DataTable label={t('understand:fieldwork.table', { title: t('weightings:margin.title', { name }) })} columns={columns} rows={margin.classes} rowKey={(c) => c.name} minWidth={680} stack />
    </Card>
  );
}

/** Three bars on one scale; the numbers stand beside them. */
function Bars({ row, most }: { row: Row; most: number }) {
  const wide = (x: number | null) => `${Math.round(((x ?? 0) / most) * 10_000) / 100}%`;
  return (
    <svg className={classes.bars} width="100%" height="24" aria-hidden="true">
      <rect className={classes.answers} y="1" height="6" width={wide(row.answers)} />
      <rect className={classes.customers} y="9" height="6" width={wide(row.customers)} />
      <rect className={classes.reached} y="17" height="6" width={wide(row.reached)} />
    </svg>
  );
}
