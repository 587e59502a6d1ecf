import { Button, Select } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { chooseProgram } from '@/ui/choose';
import { OutreachTabs } from './OutreachTabs';
import { programsQuery, surveyQuery, wavesPages } from './queries';
import { readWavesSearch, type WavesSearch } from './routes';
import { useMayAsk } from './useMayAsk';
import { Progress } from './waves/Progress';
import type { Wave } from './wire';
import classes from './Outreach.module.css';

/** Who was asked what: the waves of a program, the newest first. */
export function WavesPage() {
  const { t } = useText();
  const navigate = useNavigate();
  const search = readWavesSearch(useSearch({ strict: false }));
  const query = useQuery(programsQuery);
  const programs = query.data?.items ?? [];
  const survey = useQuery(surveyQuery(search.survey ?? '')).data;
  const program = chooseProgram(programs, survey?.program_id ?? search.program);
  const mayAsk = useMayAsk(program?.id);
  const change = (next: WavesSearch) => void navigate({ to: '/outreach', search: readWavesSearch({ ...next }), replace: true });
  const add = mayAsk && program && <Button component={Link} to="/outreach/waves/new" search={{ program: program.id, survey: search.survey } as never}>{t('outreach:list.add')}</Button>;
  return (
    <>
      <OutreachTabs />
      <Page
        title={t('outreach:list.title')} lead={t('outreach:list.lead')}
        actions={program && (
          <>
            {programs.length > 1 && (
              <Select
                aria-label={t('outreach:program')} value={program.id} allowDeselect={false} searchable={programs.length > 8} w={230}
                data={programs.map((p) => ({ value: p.id, label: p.name }))} onChange={(id) => id && change({ program: id })}
              />
            )}
            {add}
          </>
        )}
      >
        {query.isPending && <Loading />}
        {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        {query.isSuccess && !program && <Card><EmptyState title={t('outreach:noProgram.title')} action={<Link to="/purpose">{t('outreach:noProgram.make')}</Link>}>{t('outreach:noProgram.why')}</EmptyState></Card>}
        {survey && <p className={classes.soft}>{t('outreach:list.ofSurvey', { name: survey.name })} <Link to="/outreach" search={{ program: program?.id }}>{t('outreach:list.all')}</Link></p>}
        {program && <List key={program.id} program={program.id} survey={search.survey} action={add} />}
      </Page>
    </>
  );
}

function List({ program, survey, action }: { program: string; survey?: string; action: React.ReactNode }) {
  const { t } = useText();
  const format = useFormat();
  const navigate = useNavigate();
  const query = useInfiniteQuery(wavesPages(program, survey));
  const found = query.data?.pages.flatMap((p) => p.items) ?? [];
  return (
    <Card flush>
      {query.isError && <div className={classes.inner}><ErrorState error={query.error} retry={() => void query.refetch()} /></div>}
      {query.isPending && <div className={classes.inner}><Loading /></div>}
      {query.isSuccess && found.length === 0 && <EmptyState title={t('outreach:list.none')} action={action}>{t(action ? 'outreach:list.noneWhy' : 'outreach:list.noneAsk')}</EmptyState>}
      {found.length > 0 && (
        <DataTable<Wave>
          label={t('outreach:list.table')} rows={found} rowKey={(w) => w.id} stack minWidth={720} onOpen={(w) => void navigate({ to: '/outreach/waves/$id', params: { id: w.id } })}
          columns={[
            { key: 'name', header: t('outreach:field.name'), width: '34%', cell: (w) => <>{w.name}<span className={classes.small}>{w.survey_name}</span></> },
            { key: 'state', header: t('outreach:field.state'), width: '16%', cell: (w) => t(`outreach:state.${w.state}`) },
            { key: 'progress', header: t('outreach:field.progress'), cell: (w) => <Progress wave={w} />, line: true },
            { key: 'changed', header: t('outreach:field.changed'), numeric: true, width: '14%', cell: (w) => format.shortDate(w.changed_at) },
          ]}
        />
      )}
      {found.length > 0 && <LoadMore shown={found.length} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />}
    </Card>
  );
}
