import { Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { SyntheticBanner } from '@/ui/SyntheticBanner';
import { chooseProgram } from '@/ui/choose';
import { MeasureTabs } from './MeasureTabs';
import { GroundGroup } from './ground/GroundGroup';
import { Strip } from './ground/Strip';
import { groundsQuery, programsQuery } from './queries';
import { readMeasureSearch } from './routes';
import { useMayWrite } from './useMayWrite';
import { states, type Program } from './wire';

/** Whether the measures of a program rest on what somebody said. */
export function GroundPage() {
  const { t } = useText();
  const navigate = useNavigate();
  const search = readMeasureSearch(useSearch({ strict: false }));
  const query = useQuery(programsQuery);
  const programs = query.data?.items ?? [];
  const program = chooseProgram(programs, search.program);
  return (
    <>
      <MeasureTabs />
      <Page
        title={t('measure:title')} lead={t('measure:lead')}
        actions={program && programs.length > 1 && (
          <Select
            aria-label={t('measure:program')} value={program.id} allowDeselect={false} searchable={programs.length > 8} w={230}
            data={programs.map((p) => ({ value: p.id, label: p.name }))} onChange={(id) => id && void navigate({ to: '/measures/ground', search: { program: id } })}
          />
        )}
      >
        {query.isPending && <Loading />}
        {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        {query.isSuccess && !program && <Card><EmptyState title={t('measure:noProgram.title')}>{t('measure:noProgram.why')}</EmptyState></Card>}
        {program && <Grounds key={program.id} program={program} open={search.measure} />}
      </Page>
    </>
  );
}

function Grounds({ program, open }: { program: Program; open?: string }) {
  const { t } = useText();
  const mayWrite = useMayWrite(program.id);
  const query = useQuery(groundsQuery(program.id));
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  const { items } = query.data;
  if (items.length === 0) return <Card><EmptyState title={t('measure:none.title')}>{t('measure:none.why')}</EmptyState></Card>;
  return (
    <Stack gap={18}>
      {program.synthetic && <SyntheticBanner />}
      <Card title={t('measure:all.title', { count: items.length })} note={t('measure:all.note')}>
        <Strip grounds={items} counts={query.data.counts} />
      </Card>
      {states.map((state) => {
        const here = items.filter((g) => g.state === state);
        return here.length > 0 && <GroundGroup key={state} state={state} grounds={here} open={open} mayWrite={mayWrite} />;
      })}
    </Stack>
  );
}
