import { Button, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { SyntheticBanner } from '@/ui/SyntheticBanner';
import { chooseProgram } from '@/ui/choose';
import { MeasureTabs } from './MeasureTabs';
import { MeasuresTable } from './measures/MeasuresTable';
import { NewMeasure } from './measures/NewMeasure';
import { measuresPages, programsQuery } from './queries';
import { readMeasuresSearch, type MeasuresSearch } from './routes';
import { useMayWrite } from './useMayWrite';
import { intents, type Program } from './wire';
import classes from './measures/Measures.module.css';

/** What a program follows: its measures, found by words and by what they are about. */
export function MeasuresPage() {
  const { t } = useText();
  const navigate = useNavigate();
  const search = readMeasuresSearch(useSearch({ strict: false }));
  const query = useQuery(programsQuery);
  const programs = query.data?.items ?? [];
  const program = chooseProgram(programs, search.program);
  const [adding, { open, close }] = useDisclosure();
  const mayWrite = useMayWrite(program?.id);
  const change = (next: MeasuresSearch) => void navigate({ to: '/measures', search: readMeasuresSearch({ ...next }), replace: true });
  return (
    <>
      <MeasureTabs />
      <Page
        title={t('measure:list.title')} lead={t('measure:list.lead')}
        actions={program && (
          <>
            {programs.length > 1 && (
              <Select
                aria-label={t('measure:program')} value={program.id} allowDeselect={false} searchable={programs.length > 8} w={230}
                data={programs.map((p) => ({ value: p.id, label: p.name }))} onChange={(id) => id && change({ program: id })}
              />
            )}
            {mayWrite && !adding && <Button onClick={open}>{t('measure:list.add')}</Button>}
          </>
        )}
      >
        {query.isPending && <Loading />}
        {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        {query.isSuccess && !program && <Card><EmptyState title={t('measure:noProgram.title')}>{t('measure:noProgram.why')}</EmptyState></Card>}
        {program?.synthetic && <SyntheticBanner />}
        {program && adding && <NewMeasure key={program.id} program={program.id} onClose={close} />}
        {program && <List key={`of ${program.id}`} program={program} search={search} onChange={change} onAdd={mayWrite && !adding ? open : undefined} />}
      </Page>
    </>
  );
}

interface ListProps {
  program: Program;
  search: MeasuresSearch;
  onChange: (search: MeasuresSearch) => void;
  onAdd?: () => void;
}

function List({ program, search, onChange, onAdd }: ListProps) {
  const { t } = useText();
  const query = useInfiniteQuery(measuresPages(program.id, search));
  const found = query.data?.pages.flatMap((p) => p.items) ?? [];
  const typed = useDebouncedCallback((q: string) => onChange({ ...search, q }), 250);
  const narrowed = Boolean(search.q ?? search.intent);
  return (
    <Card flush>
      <div className={classes.bar} role="search">
        <TextInput className={classes.grow} label={t('measure:list.find')} placeholder={t('measure:list.findHint')} maxLength={200} defaultValue={search.q ?? ''} onChange={(e) => typed(e.currentTarget.value)} />
        <Select
          label={t('measure:field.intent')} placeholder={t('measure:list.anyIntent')} clearable w={200} value={search.intent ?? null} clearButtonProps={{ 'aria-label': t('measure:list.anyIntent') }}
          data={intents.map((value) => ({ value, label: t(`measure:intent.${value}`) }))} onChange={(intent) => onChange({ ...search, intent: intents.find((i) => i === intent) })}
        />
      </div>
      {query.isError && <div className={classes.inner}><ErrorState error={query.error} retry={() => void query.refetch()} /></div>}
      {query.isPending && <div className={classes.inner}><Loading /></div>}
      {query.isSuccess && found.length === 0 && (
        <EmptyState
          title={t(narrowed ? 'measure:list.nothing' : 'measure:none.title')}
          action={narrowed ? <Button variant="default" onClick={() => onChange({ program: search.program })}>{t('measure:list.all')}</Button> : onAdd && <Button onClick={onAdd}>{t('measure:list.add')}</Button>}
        >
          {t(narrowed ? 'measure:list.nothingWhy' : 'measure:list.none')}
        </EmptyState>
      )}
      {found.length > 0 && <MeasuresTable program={program.id} measures={found} busy={query.isPlaceholderData} />}
      {found.length > 0 && <LoadMore shown={found.length} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />}
    </Card>
  );
}
