import { Button, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
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
import { MeasureTabs } from './MeasureTabs';
import { useLanguageName } from './measures/useLanguageName';
import { programsQuery } from './queries';
import { readSurveysSearch, type SurveysSearch } from './routes';
import { NewSurvey } from './surveys/NewSurvey';
import { surveysPages } from './surveys/queries';
import { surveyStates, type Survey } from './surveys/wire';
import { useMayWrite } from './useMayWrite';
import type { Program } from './wire';
import classes from './measures/Measures.module.css';

/** What a program asks: its surveys, found by name and by how they stand. */
export function SurveysPage() {
  const { t } = useText();
  const navigate = useNavigate();
  const search = readSurveysSearch(useSearch({ strict: false }));
  const query = useQuery(programsQuery);
  const programs = query.data?.items ?? [];
  const program = chooseProgram(programs, search.program);
  const [adding, { open, close }] = useDisclosure();
  const mayWrite = useMayWrite(program?.id);
  const change = (next: SurveysSearch) => void navigate({ to: '/measures/surveys', search: readSurveysSearch({ ...next }), replace: true });
  return (
    <>
      <MeasureTabs />
      <Page
        title={t('surveys:list.title')} lead={t('surveys:list.lead')}
        actions={program && (
          <>
            {programs.length > 1 && (
              <Select
                aria-label={t('measure:program')} value={program.id} allowDeselect={false} searchable={programs.length > 8} w={230}
                data={programs.map((p) => ({ value: p.id, label: p.name }))} onChange={(id) => id && change({ program: id })}
              />
            )}
            {mayWrite && !adding && <Button onClick={open}>{t('surveys:list.add')}</Button>}
          </>
        )}
      >
        {query.isPending && <Loading />}
        {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        {query.isSuccess && !program && <Card><EmptyState title={t('measure:noProgram.title')}>{t('surveys:list.noProgram')}</EmptyState></Card>}
        {program && adding && <NewSurvey key={program.id} program={program.id} onClose={close} />}
        {program && <List key={`of ${program.id}`} program={program} search={search} onChange={change} onAdd={mayWrite && !adding ? open : undefined} />}
      </Page>
    </>
  );
}

interface ListProps {
  program: Program;
  search: SurveysSearch;
  onChange: (search: SurveysSearch) => void;
  onAdd?: () => void;
}

function List({ program, search, onChange, onAdd }: ListProps) {
  const { t } = useText();
  const format = useFormat();
  const nameOf = useLanguageName();
  const navigate = useNavigate();
  const query = useInfiniteQuery(surveysPages(program.id, search));
  const found = query.data?.pages.flatMap((p) => p.items) ?? [];
  const typed = useDebouncedCallback((q: string) => onChange({ ...search, q }), 250);
  const narrowed = Boolean(search.q ?? search.state);
  return (
    <Card flush>
      <div className={classes.bar} role="search">
        <TextInput className={classes.grow} label={t('surveys:list.find')} maxLength={200} defaultValue={search.q ?? ''} onChange={(e) => typed(e.currentTarget.value)} />
        <Select
          label={t('surveys:list.state')} placeholder={t('surveys:list.anyState')} clearable w={200} value={search.state ?? null} clearButtonProps={{ 'aria-label': t('surveys:list.anyState') }}
          data={surveyStates.map((value) => ({ value, label: t(`surveys:state.${value}`) }))} onChange={(state) => onChange({ ...search, state: surveyStates.find((s) => s === state) })}
        />
      </div>
      {query.isError && <div className={classes.inner}><ErrorState error={query.error} retry={() => void query.refetch()} /></div>}
      {query.isPending && <div className={classes.inner}><Loading /></div>}
      {query.isSuccess && found.length === 0 && (
        <EmptyState
          title={t(narrowed ? 'surveys:list.nothing' : 'surveys:list.none')}
          action={narrowed ? <Button variant="default" onClick={() => onChange({ program: search.program })}>{t('measure:list.all')}</Button> : onAdd && <Button onClick={onAdd}>{t('surveys:list.add')}</Button>}
        >
          {t(narrowed ? 'surveys:list.nothingWhy' : 'surveys:list.noneWhy')}
        </EmptyState>
      )}
      {found.length > 0 && (
        <DataTable<Survey>
          label={t('surveys:list.table')} rows={found} rowKey={(s) => s.id} stack minWidth={680} onOpen={(s) => void navigate({ to: '/measures/surveys/$id', params: { id: s.id } })}
          columns={[
            { key: 'name', header: t('measure:field.name'), width: '38%', cell: (s) => <>{s.name}<span className={classes.small}>{s.slug}</span></> },
            { key: 'state', header: t('surveys:list.state'), cell: (s) => t(`surveys:state.${s.state}`) },
            { key: 'languages', header: t('surveys:list.languages'), cell: (s) => format.list(s.languages.map(nameOf)) },
            { key: 'version', header: t('surveys:list.version'), numeric: true, cell: (s) => <>{format.number(s.published)}{s.published > 0 && s.unpublished && <span className={classes.small}>{t('surveys:list.unpublished')}</span>}</> },
            { key: 'changed', header: t('measure:list.changed'), numeric: true, cell: (s) => format.shortDate(s.changed_at) },
          ]}
        />
      )}
      {found.length > 0 && <LoadMore shown={found.length} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />}
    </Card>
  );
}
