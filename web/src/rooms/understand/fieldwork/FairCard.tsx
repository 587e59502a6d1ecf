import { Select } from '@mantine/core';
import { useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { measuresQuery } from '../queries';
import { PairTable } from '../weightings/PairTable';
import { madeQuery, weightingPages } from '../weightings/queries';
import type { FieldworkSearch } from './search';
import type { Fieldwork } from './wire';
import classes from './Fieldwork.module.css';

interface FairCardProps {
  fieldwork: Fieldwork;
  search: FieldworkSearch;
  go: (next: FieldworkSearch) => void;
}

/** The survey's figures plain, and weighted to the make-up of the customers. */
export function FairCard({ fieldwork, search, go }: FairCardProps) {
  const { t } = useText();
  const mayMake = useMay('segment.write');
  const list = useInfiniteQuery(weightingPages(fieldwork.program_id));
  const weightings = list.data?.pages.flatMap((p) => p.items) ?? [];
  const chosen = weightings.find((w) => w.id === search.weighting) ?? weightings[0];
  const queries = useQueries({ queries: fieldwork.measures.map((measure) => madeQuery(chosen?.id ?? '', measure, fieldwork.survey_id)) });
  if (fieldwork.measures.length === 0 || list.isPending || list.isError) return null;
  if (!chosen && !mayMake) return null;
  // A measure without weights says so itself; the others stand.
  const failed = queries.flatMap(({ error, refetch }, i) => (error ? [{ measure: fieldwork.measures[i] ?? '', error, retry: () => void refetch() }] : []));
  const pending = queries.some((q) => q.isPending);
  const rows = queries.flatMap((q) => (q.data ? [q.data] : []));
  return (
    <Card
      title={t('weightings:fieldwork.title')} note={t('weightings:fieldwork.note')}
      actions={<Link to="/understand/weightings" search={{ program: fieldwork.program_id }}>{t(chosen ? 'weightings:one.all' : 'weightings:list.make')}</Link>}
    >
      <p className={classes.note}>{t('weightings:help.not')}</p>
      {chosen && (
        <div className={classes.column}>
          {weightings.length > 1 && <Select size="xs" label={t('weightings:fieldwork.by')} value={chosen.id} allowDeselect={false} searchable={weightings.length > 8} maw={320} data={weightings.map((w) => ({ value: w.id, label: w.name }))} onChange={(id) => go({ ...search, weighting: id ?? undefined })} />}
          {weightings.length === 1 && <p><Link to="/understand/weightings/$id" params={{ id: chosen.id }}>{chosen.name}</Link></p>}
          {pending && <Loading />}
          {!pending && rows.length > 0 && <PairTable label={t('understand:fieldwork.table', { title: t('weightings:fieldwork.title') })} rows={rows} />}
          {failed.map((one) => <Failed key={one.measure} program={fieldwork.program_id} {...one} />)}
          {rows.some((m) => m.weights.fixed) && <p className={classes.note}>{t('weightings:words.fixed')}</p>}
        </div>
      )}
    </Card>
  );
}

// Why a measure has no weighted figure, under its name.
function Failed({ program, measure, error, retry }: { program: string; measure: string; error: Error; retry: () => void }) {
  const measures = useQuery(measuresQuery(program));
  const name = measures.data?.items.find((m) => m.id === measure)?.name;
  return (
    <section aria-label={name}>
      {name && <strong>{name}</strong>}
      <ErrorState error={error} retry={retry} />
    </section>
  );
}
