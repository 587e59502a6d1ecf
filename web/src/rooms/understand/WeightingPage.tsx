import { Button, Group, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { asProblem } from '@/api/problem';
import { useMay } from '@/access/session';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { chooseMeasure } from '@/ui/choose';
import { useConfirm, useToast } from '@/ui/confirm';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorPage } from '@/ui/ErrorPage';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { problemText } from '@/ui/problemText';
import { measuresQuery } from './queries';
import { MarginCard } from './weightings/MarginCard';
import { PairTable } from './weightings/PairTable';
import { madeQuery, useWeightingChanges, weightingQuery } from './weightings/queries';
import { readWeightingSearch } from './weightings/search';
import { WeightingForm } from './weightings/WeightingForm';
import { WeightsWords } from './weightings/WeightsWords';
import type { Weighting } from './weightings/wire';
import classes from './weightings/Weightings.module.css';

/** One weighting at work: the plain and the weighted figure, and what the weights did to the make-up of the answers. */
export function WeightingPage() {
  const { t } = useText();
  const format = useFormat();
  const { id = '' } = useParams({ strict: false });
  const query = useQuery(weightingQuery(id));
  const [changing, setChanging] = useState(false);
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorPage error={query.error} retry={() => void query.refetch()} back={<Link to="/understand/weightings">{t('weightings:one.all')}</Link>} />;
  const { data } = query;
  const lead = data.counted_at ? t('weightings:one.counted', { count: data.customers, n: format.number(data.customers), at: format.dateTime(data.counted_at) }) : t('weightings:one.typed');
  return (
    <Page title={data.name} lead={lead} actions={<Link to="/understand/weightings" search={{ program: data.program_id }}>{t('weightings:one.all')}</Link>}>
      <div className={classes.column}>
        {changing ? <WeightingForm program={data.program_id} weighting={data} onClose={() => setChanging(false)} onSaved={() => setChanging(false)} /> : <Actions weighting={data} onChange={() => setChanging(true)} />}
        {!changing && <AtWork weighting={data} />}
      </div>
    </Page>
  );
}

function Actions({ weighting, onChange }: { weighting: Weighting; onChange: () => void }) {
  const { t } = useText();
  const navigate = useNavigate();
  const confirm = useConfirm();
  const toast = useToast();
  const mayWrite = useMay('segment.write');
  const { change, remove } = useWeightingChanges();
  if (!mayWrite) return null;
  const failed = (error: Error) => toast({ message: problemText(t, asProblem(error)) });
  const ask = () =>
    confirm({
      title: t('weightings:one.removeTitle', { name: weighting.name }), text: t('weightings:one.removeText'), verb: t('weightings:one.remove'),
      onConfirm: () => remove.mutate(weighting, { onSuccess: () => void navigate({ to: '/understand/weightings', search: { program: weighting.program_id } }), onError: failed }),
    });
  return (
    <Group gap={8}>
      <Button variant="default" size="xs" onClick={onChange}>{t('weightings:one.change')}</Button>
      {weighting.base === 'customers' && (
        <Button variant="default" size="xs" loading={change.isPending} onClick={() => change.mutate({ weighting, change: {} }, { onSuccess: () => toast({ message: t('weightings:one.again') }), onError: failed })}>{t('weightings:one.count')}</Button>
      )}
      <Button variant="subtle" size="xs" onClick={ask}>{t('weightings:one.remove')}</Button>
    </Group>
  );
}

function AtWork({ weighting }: { weighting: Weighting }) {
  const { t } = useText();
  const navigate = useNavigate();
  const search = readWeightingSearch(useSearch({ strict: false }));
  const measures = useQuery(measuresQuery(weighting.program_id));
  const measure = chooseMeasure(measures.data, search.measure);
  const made = useQuery(madeQuery(weighting.id, measure?.id ?? ''));
  if (measures.isError) return <ErrorState error={measures.error} retry={() => void measures.refetch()} />;
  if (measures.isPending) return <Loading />;
  if (!measure) return <Card><EmptyState title={t('weightings:one.noMeasure')}>{t('weightings:one.noMeasureWhy')}</EmptyState></Card>;
  return (
    <>
      <Select
        size="xs" label={t('weightings:made.measure')} value={measure.id} allowDeselect={false} searchable={measures.data.items.length > 8} w={280} data={measures.data.items.map((m) => ({ value: m.id, label: m.name }))}
        onChange={(next) => next && void navigate({ to: '/understand/weightings/$id', params: { id: weighting.id }, search: { measure: next }, replace: true })}
      />
      {made.isError && <Card><ErrorState error={made.error} retry={() => void made.refetch()} /></Card>}
      {made.isPending && <Loading />}
      {made.isSuccess && made.data.plain.n === 0 && <Card><EmptyState title={t('weightings:one.noAnswers')}>{t('weightings:one.noAnswersWhy')}</EmptyState></Card>}
      {made.isSuccess && made.data.plain.n > 0 && (
        <>
          <Card title={t('weightings:made.title')} note={t(made.data.weights.fixed ? 'weightings:words.fixed' : 'weightings:made.note')}><PairTable label={t('understand:fieldwork.table', { title: t('weightings:made.title') })} rows={[made.data]} /></Card>
          <Card title={t('weightings:words.title')}><WeightsWords made={made.data} /></Card>
          {made.data.margins.map((m) => <MarginCard key={m.key} margin={m} />)}
          <Card title={t('weightings:help.title')}><p>{t('weightings:help.when')}</p><p>{t('weightings:help.not')}</p></Card>
        </>
      )}
    </>
  );
}
