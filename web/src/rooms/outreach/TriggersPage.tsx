import { Button, Select } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
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
import { openSurveysQuery, programsQuery } from './queries';
import { readWavesSearch } from './routes';
import { TriggerForm } from './triggers/TriggerForm';
import { triggersPages } from './triggers/queries';
import type { Trigger } from './triggers/wire';
import { useMayAsk } from './useMayAsk';
import classes from './Outreach.module.css';

/** What is asked by itself: the triggers of a program. */
export function TriggersPage() {
  const { t } = useText();
  const navigate = useNavigate();
  const search = readWavesSearch(useSearch({ strict: false }));
  const query = useQuery(programsQuery);
  const programs = query.data?.items ?? [];
  const program = chooseProgram(programs, search.program);
  const surveys = useQuery(openSurveysQuery(program?.id ?? ''));
  const mayAsk = useMayAsk(program?.id);
  const [adding, { open, close }] = useDisclosure();
  const add = mayAsk && !adding && surveys.data && surveys.data.items.length > 0 && <Button onClick={open}>{t('outreach:trigger.add')}</Button>;
  return (
    <>
      <OutreachTabs />
      <Page
        title={t('outreach:trigger.title')} lead={t('outreach:trigger.lead')}
        actions={program && (
          <>
            {programs.length > 1 && (
              <Select
                aria-label={t('outreach:program')} value={program.id} allowDeselect={false} searchable={programs.length > 8} w={230}
                data={programs.map((p) => ({ value: p.id, label: p.name }))} onChange={(id) => id && void navigate({ to: '/outreach/triggers', search: { program: id }, replace: true })}
              />
            )}
            {add}
          </>
        )}
      >
        {query.isPending && <Loading />}
        {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        {query.isSuccess && !program && <Card><EmptyState title={t('outreach:noProgram.title')} action={<Link to="/purpose">{t('outreach:noProgram.make')}</Link>}>{t('outreach:noProgram.why')}</EmptyState></Card>}
        {program && adding && (
          <TriggerForm key={program.id} program={program.id} surveys={surveys.data?.items ?? []} onSaved={(made) => void navigate({ to: '/outreach/triggers/$id', params: { id: made.id } })} onClose={close} />
        )}
        {program && <List key={`of ${program.id}`} program={program.id} action={add} noSurvey={mayAsk && surveys.data?.items.length === 0} />}
      </Page>
    </>
  );
}

function List({ program, action, noSurvey }: { program: string; action: React.ReactNode; noSurvey: boolean }) {
  const { t } = useText();
  const format = useFormat();
  const navigate = useNavigate();
  const query = useInfiniteQuery(triggersPages(program));
  const found = query.data?.pages.flatMap((p) => p.items) ?? [];
  return (
    <Card flush>
      {query.isError && <div className={classes.inner}><ErrorState error={query.error} retry={() => void query.refetch()} /></div>}
      {query.isPending && <div className={classes.inner}><Loading /></div>}
      {query.isSuccess && found.length === 0 && (
        <EmptyState title={t('outreach:trigger.none')} action={noSurvey ? <Link to="/measures/surveys" search={{ program }}>{t('outreach:new.toSurveys')}</Link> : action}>{t(noSurvey ? 'outreach:new.noSurveyWhy' : 'outreach:trigger.noneWhy')}</EmptyState>
      )}
      {found.length > 0 && (
        <DataTable<Trigger>
          label={t('outreach:trigger.title')} rows={found} rowKey={(r) => r.id} stack minWidth={640} onOpen={(r) => void navigate({ to: '/outreach/triggers/$id', params: { id: r.id } })}
          columns={[
            { key: 'name', header: t('outreach:field.name'), width: '40%', cell: (r) => <>{r.name}<span className={classes.small}>{r.survey_name}</span></> },
            { key: 'state', header: t('outreach:field.state'), cell: (r) => t(r.on_since ? 'outreach:trigger.on' : 'outreach:trigger.off') },
            { key: 'event', header: t('outreach:trigger.event'), cell: (r) => r.settings.event ?? t('outreach:trigger.series') },
            { key: 'changed', header: t('outreach:field.changed'), numeric: true, cell: (r) => format.shortDate(r.changed_at) },
          ]}
        />
      )}
      {found.length > 0 && <LoadMore shown={found.length} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />}
    </Card>
  );
}
