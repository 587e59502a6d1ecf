import { Button } from '@mantine/core';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable, type Column } from '@/ui/DataTable';
import { DoubtfulList } from './DoubtfulList';
import type { FieldworkSearch } from './search';
import type { Doubt, Fieldwork } from './wire';
import { Rate, useTime } from './written';
import classes from './Fieldwork.module.css';

/** Which complete answers look doubtful, by kind, and the answers of one kind. */
export function DoubtsCard({ fieldwork, search, go }: { fieldwork: Fieldwork; search: FieldworkSearch; go: (next: FieldworkSearch) => void }) {
  const { t } = useText();
  const format = useFormat();
  const time = useTime();
  const { speed } = fieldwork;
  const columns: Column<Doubt>[] = [
    { key: 'kind', header: t('understand:fieldwork.doubt'), width: '22%', cell: (d) => t(`understand:fieldwork.kind.${d.kind}`) },
    { key: 'n', header: t('understand:fieldwork.answers'), numeric: true, cell: (d) => format.number(d.n) },
    { key: 'share', header: t('understand:fieldwork.share'), line: true, width: '24%', cell: (d) => <Rate figure={d.share} /> },
    { key: 'why', header: t('understand:fieldwork.what'), line: true, cell: (d) => <span className={classes.soft}>{t(`understand:fieldwork.kindWhy.${d.kind}`)}</span> },
    {
      key: 'list', header: t('understand:fieldwork.list'), quiet: true,
      cell: (d) => d.n > 0 && <Button size="compact-sm" variant="default" aria-pressed={search.kind === d.kind} aria-label={t('understand:fieldwork.listOf', { kind: t(`understand:fieldwork.kind.${d.kind}`) })} onClick={() => go({ ...search, kind: search.kind === d.kind ? undefined : d.kind })}>{t('understand:fieldwork.list')}</Button>,
    },
  ];
  return (
    <Card title={t('understand:fieldwork.doubts')} note={t('understand:fieldwork.doubtsNote', { count: fieldwork.flagged, n: format.number(fieldwork.flagged), of: format.number(fieldwork.all.complete) })}>
      <DataTable label={t('understand:fieldwork.table', { title: t('understand:fieldwork.doubts') })} columns={columns} rows={fieldwork.doubts} rowKey={(d) => d.kind} minWidth={680} stack />
      <p className={classes.note}>
        {speed.under_ms === undefined || speed.under_ms === null
          ? t('understand:fieldwork.speedFew', { least: format.number(speed.least), n: format.number(speed.n) })
          : t('understand:fieldwork.speed', { under: time(speed.under_ms), median: time(speed.median_ms), n: format.number(speed.n) })}
      </p>
      {search.kind && <DoubtfulList survey={fieldwork.survey_id} search={search} kind={search.kind} />}
    </Card>
  );
}
