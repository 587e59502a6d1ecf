import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '@/access/session';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable, type Column } from '@/ui/DataTable';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { fieldworkSegmentQuery, segmentChoicesQuery } from './queries';
import type { FieldworkSearch } from './search';
import type { Fieldwork, Part } from './wire';
import { Rate } from './written';
import classes from './Fieldwork.module.css';

interface PartsCardProps {
  fieldwork: Fieldwork;
  search: FieldworkSearch;
  go: (next: FieldworkSearch) => void;
}

/** How many of those reached have answered, by channel, and of a segment beside the others. */
export function PartsCard({ fieldwork, search, go }: PartsCardProps) {
  const { t } = useText();
  const maySee = useMay('person.read');
  const segments = useQuery({ ...segmentChoicesQuery, enabled: maySee && fieldwork.waves.length > 0 }).data?.items ?? [];
  if (fieldwork.waves.length === 0) return null;
  return (
    <Card title={t('understand:fieldwork.parts')} note={t('understand:fieldwork.partsNote')}>
      <div className={classes.column}>
        <Parts label={t('understand:fieldwork.byChannel')} parts={fieldwork.channels} name={(p) => t(`understand:fieldwork.part.${p.part}`)} />
        {maySee && segments.length > 0 && (
          <Select
            label={t('understand:fieldwork.segment')} description={t('understand:fieldwork.segmentNote')} placeholder={t('understand:fieldwork.noSegment')} clearable searchable maw={380}
            nothingFoundMessage={t('understand:fieldwork.noSuchSegment')} clearButtonProps={{ 'aria-label': t('understand:fieldwork.noSegment') }} data={segments.map((s) => ({ value: s.id, label: s.name }))}
            value={search.segment ?? null} onChange={(segment) => go({ ...search, segment: segment ?? undefined })}
          />
        )}
        {maySee && search.segment && <OfSegment key={search.segment} id={fieldwork.survey_id} segment={search.segment} version={search.version} />}
      </div>
    </Card>
  );
}

function OfSegment({ id, segment, version }: { id: string; segment: string; version?: number }) {
  const { t } = useText();
  const format = useFormat();
  const query = useQuery(fieldworkSegmentQuery(id, segment, version));
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  const { data } = query;
  if (data.small) return <p className={classes.soft} role="status">{t('understand:fieldwork.tooFew', { n: format.number(data.smallest) })}</p>;
  return <Parts label={t('understand:fieldwork.bySegment')} parts={data.parts} name={(p) => (p.part === 'segment' ? data.name : t(`understand:fieldwork.part.${p.part}`))} />;
}

function Parts({ label, parts, name }: { label: string; parts: readonly Part[]; name: (p: Part) => string }) {
  const { t } = useText();
  const format = useFormat();
  const count = (key: 'sent' | 'undelivered' | 'refused' | 'screened' | 'answered'): Column<Part> => ({ key, header: t(`understand:fieldwork.wave.${key}`), numeric: true, named: true, cell: (p) => format.number(p[key]) });
  return (
    <DataTable
      label={label} rows={parts} rowKey={(p) => p.part} minWidth={680} stack
      columns={[{ key: 'name', header: label, width: '22%', cell: name }, { key: 'rate', header: t('understand:fieldwork.wave.rate'), line: true, width: '26%', cell: (p) => <Rate figure={p.rate} /> }, count('sent'), count('undelivered'), count('refused'), count('screened'), count('answered')]}
    />
  );
}
