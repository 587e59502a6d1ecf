import { Button, Select } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { api, body } from '@/api/client';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { inWords } from '@/i18n/inWords';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { FormProblem } from '@/ui/FormProblem';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { chooseProgram } from '@/ui/choose';
import { MeasureTabs } from './MeasureTabs';
import { programsQuery } from './queries';
import { reasonListsPages } from './reasons/queries';
import type { ReasonList } from './reasons/wire';
import { readMeasureSearch } from './routes';
import { useMayWrite } from './useMayWrite';
import classes from './measures/Measures.module.css';

/** The lists of main reasons of a program. */
export function ReasonsPage() {
  const { t, i18n } = useText();
  const navigate = useNavigate();
  const client = useQueryClient();
  const search = readMeasureSearch(useSearch({ strict: false }));
  const query = useQuery(programsQuery);
  const programs = query.data?.items ?? [];
  const program = chooseProgram(programs, search.program);
  const mayWrite = useMayWrite(program?.id);
  const make = useMutation({
    mutationFn: (of: string) => body(api.POST('/api/reason-lists', { body: { program_id: of, language: i18n.language } })),
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: ['reason-lists'] });
      await navigate({ to: '/measures/reasons/$id', params: { id: made.id } });
    },
  });
  const add = program && mayWrite ? <Button loading={make.isPending} onClick={() => make.mutate(program.id)}>{t('measure:reasons.make')}</Button> : undefined;
  return (
    <>
      <MeasureTabs />
      <Page
        title={t('measure:reasons.title')} lead={t('measure:reasons.lead')}
        actions={program && (
          <>
            {programs.length > 1 && (
              <Select
                aria-label={t('measure:program')} value={program.id} allowDeselect={false} searchable={programs.length > 8} w={230}
                data={programs.map((p) => ({ value: p.id, label: p.name }))} onChange={(id) => id && void navigate({ to: '/measures/reasons', search: { program: id }, replace: true })}
              />
            )}
            {add}
          </>
        )}
      >
        {make.isError && <FormProblem problem={asProblem(make.error)} />}
        {query.isPending && <Loading />}
        {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        {query.isSuccess && !program && <Card><EmptyState title={t('measure:noProgram.title')}>{t('measure:reasons.noProgram')}</EmptyState></Card>}
        {program && <Lists key={program.id} program={program.id} />}
      </Page>
    </>
  );
}

function Lists({ program }: { program: string }) {
  const { t, i18n } = useText();
  const format = useFormat();
  const navigate = useNavigate();
  const query = useInfiniteQuery(reasonListsPages(program));
  const found = query.data?.pages.flatMap((p) => p.items) ?? [];
  return (
    <Card flush>
      {query.isPending && <div className={classes.inner}><Loading /></div>}
      {query.isError && <div className={classes.inner}><ErrorState error={query.error} retry={() => void query.refetch()} /></div>}
      {query.isSuccess && found.length === 0 && <EmptyState title={t('measure:reasons.none')}>{t('measure:reasons.noneWhy')}</EmptyState>}
      {found.length > 0 && (
        <DataTable<ReasonList>
          label={t('measure:reasons.title')} rows={found} rowKey={(l) => l.id} stack minWidth={560} onOpen={(l) => void navigate({ to: '/measures/reasons/$id', params: { id: l.id } })}
          columns={[
            { key: 'name', header: t('measure:field.name'), width: '45%', cell: (l) => <>{l.name}<span className={classes.small}>{inWords(l.wording, i18n.language)}</span></> },
            { key: 'asked', header: t('measure:reasons.askedNow'), numeric: true, cell: (l) => format.number(l.reasons.filter((r) => !r.rested_at).length) },
            { key: 'rest', header: t('measure:reasons.resting'), numeric: true, cell: (l) => format.number(l.reasons.filter((r) => r.rested_at).length) },
            { key: 'changed', header: t('measure:list.changed'), numeric: true, cell: (l) => format.shortDate(l.changed_at) },
          ]}
        />
      )}
      {found.length > 0 && <LoadMore shown={found.length} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />}
    </Card>
  );
}
