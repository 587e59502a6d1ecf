import { Button, Select } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, Navigate, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '@/access/session';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { chooseProgram } from '@/ui/choose';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { SyntheticBanner } from '@/ui/SyntheticBanner';
import { useKeyName } from './filter/words';
import { programsQuery, traitsQuery } from './queries';
import { weightingPages } from './weightings/queries';
import { readWeightingSearch } from './weightings/search';
import type { Weighting } from './weightings/wire';
import { WeightingForm } from './weightings/WeightingForm';
import classes from './weightings/Weightings.module.css';

/** The weightings of a program: by what its answers are given the make-up of its customers. */
export function WeightingsPage() {
  const { t } = useText();
  const navigate = useNavigate();
  const search = readWeightingSearch(useSearch({ strict: false }));
  const programs = useQuery(programsQuery);
  const items = programs.data?.items ?? [];
  const program = chooseProgram(items, search.program);
  const query = useInfiniteQuery(weightingPages(program?.id ?? ''));
  const mayMake = useMay('segment.write');
  const [making, setMaking] = useState(false);
  if (programs.isSuccess && !program) return <Navigate to="/start" replace />;
  const rows = query.data?.pages.flatMap((p) => p.items) ?? [];
  const failed = [programs, query].find((q) => q.isError);
  const make = mayMake && program && !making && <Button size={rows.length > 0 ? 'xs' : undefined} onClick={() => setMaking(true)}>{t('weightings:list.make')}</Button>;
  return (
    <Page title={t('weightings:list.title')} lead={t('weightings:list.lead')} actions={rows.length > 0 && make}>
      {program?.synthetic && <SyntheticBanner />}
      <div className={classes.column}>
        {items.length > 1 && program && (
          <Select
            size="xs" label={t('weightings:list.program')} value={program.id} allowDeselect={false} searchable={items.length > 8} w={260} data={items.map((p) => ({ value: p.id, label: p.name }))}
            onChange={(id) => { setMaking(false); if (id) void navigate({ to: '/understand/weightings', search: { program: id }, replace: true }); }}
          />
        )}
        {making && program && <WeightingForm program={program.id} onClose={() => setMaking(false)} onSaved={(w) => void navigate({ to: '/understand/weightings/$id', params: { id: w.id } })} />}
        {!(making && rows.length === 0) && <Card flush>
          {failed?.error && <ErrorState error={failed.error} retry={() => void failed.refetch()} />}
          {!failed && query.isPending && <Loading />}
          {query.isSuccess && rows.length === 0 && <EmptyState title={t('weightings:list.none')} action={make}>{t('weightings:list.noneWhy')}</EmptyState>}
          {rows.length > 0 && program && <WeightingsTable program={program.id} rows={rows} />}
          {query.hasNextPage && <LoadMore shown={rows.length} hasMore loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />}
        </Card>}
        <Card title={t('weightings:help.title')}>
          <p>{t('weightings:help.when')}</p>
          <p>{t('weightings:help.not')}</p>
        </Card>
      </div>
    </Page>
  );
}

function WeightingsTable({ program, rows }: { program: string; rows: readonly Weighting[] }) {
  const { t } = useText();
  const format = useFormat();
  const keyName = useKeyName();
  const traits = useQuery(traitsQuery(program)).data?.items ?? [];
  const name = (key: string) => keyName(key, traits.find((x) => x.key === key)?.label ?? key);
  return (
    <DataTable
      label={t('weightings:list.title')} rows={rows} rowKey={(w) => w.id} minWidth={560} stack
      columns={[
        { key: 'name', header: t('weightings:form.name'), width: '34%', cell: (w) => <Link to="/understand/weightings/$id" params={{ id: w.id }}>{w.name}</Link> },
        { key: 'by', header: t('weightings:list.by'), line: true, cell: (w) => format.list(w.margins.map((m) => name(m.key))) },
        { key: 'base', header: t('weightings:form.base'), line: true, cell: (w) => (w.base === 'typed' || !w.counted_at ? t('weightings:base.typed') : t('weightings:list.counted', { count: w.customers, n: format.number(w.customers), at: format.shortDate(w.counted_at) })) },
      ]}
    />
  );
}
