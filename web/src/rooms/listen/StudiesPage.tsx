import { Button, Select } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useMay } from '@/access/session';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { ListenTabs } from './ListenTabs';
import { programsQuery, studiesQuery } from './queries';
import { StudyDialog } from './study/StudyDialog';
import type { Study } from './wire';
import classes from './Listen.module.css';

const route = getRouteApi('/shell/listen');

/** The studies: rounds of interviews, each with a question. */
export function StudiesPage() {
  const { t } = useText();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const mayWrite = useMay('listen.write');
  const programs = useQuery(programsQuery).data?.items ?? [];
  const query = useInfiniteQuery(studiesQuery(search.program));
  const [making, { open, close }] = useDisclosure();
  const studies = query.data?.pages.flatMap((p) => p.items) ?? [];
  const make = mayWrite && programs.length > 0 && <Button onClick={open}>{t('listen:studies.new')}</Button>;
  return (
    <Page
      title={t('listen:studies.title')} lead={t('listen:studies.lead')}
      actions={(
        <>
          {programs.length > 1 && (
            <Select
              aria-label={t('listen:program')} w={220} clearable placeholder={t('listen:allPrograms')} value={search.program ?? null} data={programs.map((p) => ({ value: p.id, label: p.name }))}
              clearButtonProps={{ 'aria-label': t('listen:clear') }} onChange={(id) => void navigate({ search: id ? { program: id } : {} })}
            />
          )}
          {studies.length > 0 && make}
        </>
      )}
    >
      <ListenTabs />
      {query.isPending && <Loading />}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && studies.length === 0 && <Card><EmptyState title={t('listen:studies.noneTitle')} action={make}>{t(mayWrite ? 'listen:studies.none' : 'listen:studies.noneAsk')}</EmptyState></Card>}
      {studies.length > 0 && (
        <Card flush>
          <Rows studies={studies} />
          <LoadMore shown={studies.length} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
        </Card>
      )}
      {making && <StudyDialog programs={programs} program={search.program ?? programs[0]?.id ?? ''} onClose={close} />}
    </Page>
  );
}

function Rows({ studies }: { studies: readonly Study[] }) {
  const { t } = useText();
  const format = useFormat();
  const navigate = useNavigate();
  return (
    <DataTable<Study>
      label={t('listen:studies.table')} rows={studies} rowKey={(s) => s.id} stack
      onOpen={(s) => void navigate({ to: '/listen/studies/$id', params: { id: s.id }, search: {} })}
      columns={[
        { key: 'name', header: t('listen:study.name'), width: '46%', cell: (s) => <>{s.name}{s.question && <span className={classes.small}>{s.question}</span>}</> },
        { key: 'state', header: t('listen:study.state'), cell: (s) => t(`listen:studyState.${s.state}`) },
        { key: 'interviews', header: t('listen:study.interviews'), numeric: true, cell: (s) => format.number(s.interviews) },
        { key: 'documents', header: t('listen:study.documents'), numeric: true, cell: (s) => format.number(s.documents) },
        { key: 'part', header: t('listen:study.youAre'), cell: (s) => (s.part ? t(`listen:part.${s.part}`) : <span className={classes.soft}>{t('listen:part.none')}</span>) },
      ]}
    />
  );
}
