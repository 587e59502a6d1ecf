import { Button } from '@mantine/core';
import { Link, Navigate, useNavigate, useSearch } from '@tanstack/react-router';
import { useText } from '@/i18n/useText';
import { ErrorPage } from '@/ui/ErrorPage';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { SyntheticBanner } from '@/ui/SyntheticBanner';
import { cutsOf } from './explore/cuts';
import { ExploreBar } from './explore/ExploreBar';
import { ExploreFigures } from './explore/ExploreFigures';
import { readUnderstandSearch, type UnderstandSearch } from './explore/search';
import { filterOf } from './home/search';
import { useAsked, type Asked } from './useAsked';
import type { Program } from './wire';

/** Understand: any measure by any groups, over time or compared, as picture and as table. */
export function UnderstandPage() {
  const search = readUnderstandSearch(useSearch({ strict: false }));
  const asked = useAsked(search);
  if (asked.nothing) return <Navigate to="/start" replace />;
  if (asked.program) return <ProgramFigures key={asked.program.id} program={asked.program} asked={asked} search={search} />;
  return asked.error ? <ErrorPage error={asked.error} retry={asked.retry} /> : <Loading />;
}

function ProgramFigures({ program, asked, search }: { program: Program; asked: Asked; search: UnderstandSearch }) {
  const { t } = useText();
  const navigate = useNavigate();
  const { programs, measures, measure, traits, weights, filter } = asked;
  const change = (next: UnderstandSearch) => void navigate({ to: '/understand', search: readUnderstandSearch(next as Record<string, unknown>), replace: true });
  const cuts = cutsOf(search, traits);

  return (
    <Page
      title={t('understand:explore.title')} lead={t('understand:explore.lead')}
      actions={<><Button component={Link} to="/understand/weightings" search={{ program: program.id } as never} variant="default" size="xs">{t('weightings:list.link')}</Button><Button component={Link} to="/ranking" search={{ ...filterOf(search), program: program.id, measure: measure?.id, by: cuts[0]?.key, weighted: search.weighted } as never} variant="default" size="xs">{t('understand:ranking.link')}</Button></>}
    >
      {program.synthetic && <SyntheticBanner />}
      {!asked.ready && (asked.error ? <ErrorState error={asked.error} retry={asked.retry} /> : <Loading />)}
      {asked.measured && !measure && <p>{t('understand:explore.noMeasure')}</p>}
      {asked.ready && measure && (
        <>
          <ExploreBar
            programs={programs} program={program} measures={measures} measure={measure} traits={traits} weights={weights}
            cuts={cuts.map((c) => c.key)} search={search} onChange={change}
          />
          <ExploreFigures measure={measure.id} filter={filter} search={search} cuts={cuts} traits={traits} onChange={change} />
        </>
      )}
    </Page>
  );
}
