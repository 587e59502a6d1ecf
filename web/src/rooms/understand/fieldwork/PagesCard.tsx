import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable, type Column } from '@/ui/DataTable';
import { useWordsIn } from '../nameless/words';
import type { FieldPage, Fieldwork } from './wire';
import { useTime } from './written';

/** Where people stop, and how long each page takes. */
export function PagesCard({ fieldwork }: { fieldwork: Fieldwork }) {
  const { t } = useText();
  const format = useFormat();
  const time = useTime();
  const said = useWordsIn(fieldwork.languages);
  const name = (p: FieldPage) => said(p.title) || t('understand:fieldwork.pageOf', { n: fieldwork.pages.indexOf(p) + 1 });
  const columns: Column<FieldPage>[] = [
    { key: 'page', header: t('understand:fieldwork.page'), cell: name, width: '30%' },
    { key: 'stopped', header: t('understand:fieldwork.stopped'), numeric: true, named: true, cell: (p) => format.number(p.stopped) },
    { key: 'going', header: t('understand:fieldwork.here'), numeric: true, named: true, cell: (p) => format.number(p.going) },
    { key: 'median', header: t('understand:fieldwork.median'), numeric: true, named: true, cell: (p) => time(p.time.median_ms) },
    { key: 'p90', header: t('understand:fieldwork.p90'), numeric: true, named: true, cell: (p) => time(p.time.p90_ms) },
    { key: 'questions', header: t('understand:fieldwork.questions'), numeric: true, named: true, cell: (p) => format.number(p.questions) },
  ];
  return (
    <Card title={t('understand:fieldwork.pages')} note={t('understand:fieldwork.pagesNote')}>
      <DataTable label={t('understand:fieldwork.table', { title: t('understand:fieldwork.pages') })} columns={columns} rows={fieldwork.pages} rowKey={(p) => p.code} minWidth={600} stack />
    </Card>
  );
}
