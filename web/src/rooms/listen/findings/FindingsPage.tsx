import { Button, Select } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';
import { chooseProgram } from '@/ui/choose';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { ListenTabs } from '../ListenTabs';
import { FindingForm } from './FindingForm';
import { Dots } from './Dots';
import { StateMark } from './StateMark';
import { findingsPages, placesQuery, programsQuery } from './queries';
import { kinds, states, type Finding } from './wire';
import classes from './Findings.module.css';

const route = getRouteApi('/shell/listen/findings');

/** What a program believes of its customers, each claim with what was said for it and against it. */
export function FindingsPage() {
  const { t } = useText();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const mayWrite = useMay('finding.write');
  const [making, { open, close }] = useDisclosure();
  const programs = useQuery(programsQuery);
  const program = chooseProgram(programs.data?.items ?? [], search.program);
  const query = useInfiniteQuery(findingsPages(program?.id ?? '', search));
  const findings = query.data?.pages.flatMap((p) => p.items) ?? [];
  const narrowed = search.state !== undefined || search.kind !== undefined || search.touchpoint !== undefined;
  const make = mayWrite && program && <Button onClick={open}>{t('findings:new')}</Button>;
  const narrow = (change: Partial<typeof search>) => void navigate({ search: (before) => Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value)), replace: true });
  return (
    <Page
      title={t('findings:title')} lead={t('findings:lead')}
      actions={(
        <>
          {(programs.data?.items.length ?? 0) > 1 && (
            <Select
              aria-label={t('findings:program')} w={220} allowDeselect={false} value={program?.id ?? null} data={programs.data?.items.map((p) => ({ value: p.id, label: p.name }))}
              onChange={(id) => id && void navigate({ search: { program: id } })}
            />
          )}
          {make}
        </>
      )}
    >
      <ListenTabs />
      {(programs.isPending || query.isLoading) && <Loading />}
      {programs.isError && <ErrorState error={programs.error} retry={() => void programs.refetch()} />}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {programs.isSuccess && !program && <Card><EmptyState title={t('findings:noProgram')}>{t('findings:noProgramWhy')}</EmptyState></Card>}
      {query.isSuccess && findings.length === 0 && !narrowed && <Card><EmptyState title={t('findings:none')} action={make}>{t(mayWrite ? 'findings:noneWhy' : 'findings:nonePublished')}</EmptyState></Card>}
      {query.isSuccess && (findings.length > 0 || narrowed) && (
        <Card flush>
          <div className={classes.bar}>
            <Select
              label={t('findings:state')} clearable placeholder={t('findings:any')} value={search.state ?? null} data={states.map((s) => ({ value: s, label: t(`findings:is.${s}`) }))}
              clearButtonProps={{ 'aria-label': t('findings:clear') }} onChange={(state) => narrow({ state: (state ?? undefined) as typeof search.state })}
            />
            <Select
              label={t('findings:kind')} clearable placeholder={t('findings:any')} value={search.kind ?? null} data={kinds.map((k) => ({ value: k, label: t(`findings:of.${k}`) }))}
              clearButtonProps={{ 'aria-label': t('findings:clear') }} onChange={(kind) => narrow({ kind: (kind ?? undefined) as typeof search.kind })}
            />
          </div>
          {findings.length === 0 ? <EmptyState title={t('findings:noneSuch')}>{t('findings:noneSuchWhy')}</EmptyState> : <Rows findings={findings} program={program?.id ?? ''} />}
          <LoadMore shown={findings.length} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
        </Card>
      )}
      {making && program && <FindingForm program={program.id} onClose={close} />}
    </Page>
  );
}

function Rows({ findings, program }: { findings: readonly Finding[]; program: string }) {
  const { t } = useText();
  const navigate = route.useNavigate();
  const places = useQuery(placesQuery(program)).data;
  return (
    <DataTable<Finding>
      label={t('findings:table')} rows={findings} rowKey={(f) => f.id} stack
      onOpen={(f) => void navigate({ to: '/listen/findings/$id', params: { id: f.id } })}
      columns={[
        { key: 'claim', header: t('findings:claim'), width: '50%', cell: (f) => <span className={classes.claim}>{f.claim}</span> },
        { key: 'state', header: t('findings:state'), cell: (f) => <StateMark finding={f} /> },
        { key: 'kind', header: t('findings:kind'), cell: (f) => t(`findings:of.${f.kind}`) },
        { key: 'for', header: t('findings:excerpts'), cell: (f) => <Dots voicesFor={f.for} against={f.against} /> },
        { key: 'places', header: t('findings:where'), cell: (f) => <span className={classes.soft}>{f.touchpoint_ids.map((id) => places?.get(id)).filter(Boolean).join(', ')}</span> },
      ]}
    />
  );
}
