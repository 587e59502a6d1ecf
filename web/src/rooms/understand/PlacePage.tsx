import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { ErrorPage } from '@/ui/ErrorPage';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { SyntheticBanner } from '@/ui/SyntheticBanner';
import { withCondition, type Filter } from './filter/filter';
import { useKeyName } from './filter/words';
import { FigureCard } from './home/FigureCard';
import { FiguresError } from './home/FiguresError';
import grid from './home/HomeFigures.module.css';
import { TrendCard } from './home/TrendCard';
import { WordsBehind } from './home/WordsBehind';
import { periodFor, type Period } from './periods';
import { metricQueryOptions } from './queries';
import { AmongUnits, AmongValues } from './ranking/Among';
import { readRankingSearch, type RankingSearch } from './ranking/search';
import { useAsked } from './useAsked';
import type { Measure } from './wire';

/** A place's own page: its figure beside the whole and among its like, its course, and what is said there. */
export function PlacePage() {
  const search = readRankingSearch(useSearch({ strict: false }));
  const asked = useAsked(search);
  if (asked.nothing || !search.by || search.value === undefined) return <Navigate to="/ranking" search={search} replace />;
  if (asked.error) return <ErrorPage error={asked.error} retry={asked.retry} />;
  if (!asked.ready) return <Loading />;
  if (!asked.measure) return <Navigate to="/ranking" search={search} replace />;
  return <Place key={search.value} measure={asked.measure} by={search.by} value={search.value} filter={asked.filter} search={search} synthetic={asked.program?.synthetic ?? false} />;
}

interface PlaceProps {
  measure: Measure;
  by: string;
  value: string;
  filter: Filter;
  search: RankingSearch;
  synthetic: boolean;
}

function Place({ measure, by, value, filter, search, synthetic }: PlaceProps) {
  const { t } = useText();
  const keyName = useKeyName();
  const [chosen, setChosen] = useState<Period>();
  const { weighted } = search;
  // A cut into classes narrows by the trait itself.
  const own = withCondition(filter, by.replace(/\.classes$/, ''), [value]);
  const figure = useQuery(metricQueryOptions({ measure: measure.id, filter: own, weighted, period: 'month' }));
  const result = figure.data;
  const here = result?.where.find((w) => w.key === by.replace(/\.classes$/, ''));
  // Classes of numbers and days are named as filters write them.
  const label = (here?.values[0]?.label ?? value).replace(/^([^.]*)\.\.([^.]*)$/, '$1 – $2');
  const failed = figure.error;
  const spans = result?.cells.flatMap((c) => (c.period ? [c.period] : [])) ?? [];
  const [first, last] = [spans[0], spans.at(-1)];
  const period = chosen ?? (first && last && result ? periodFor(first.from, last.to, result.total.figure.n) : 'month');

  return (
    <Page
      title={t('understand:place.title', { name: label })} lead={here && t('understand:place.lead', { key: keyName(here.key, here.label), measure: measure.name })}
      actions={<Button component={Link} to="/ranking" search={{ ...search, value: undefined } as never} variant="default" size="xs">{t('understand:place.all')}</Button>}
    >
      {synthetic && <SyntheticBanner />}
      {failed && <FiguresError error={failed} retry={() => void figure.refetch()} />}
      {!failed && !result && <Loading />}
      {result && (
        <div className={grid.grid}>
          <div className={grid.lead}>
            <FigureCard cell={result.total} origin={result} />
            {by === 'unit'
              ? <AmongUnits measure={measure.id} unit={value} name={label} filter={filter} weighted={weighted} />
              : <AmongValues measure={measure.id} by={by} value={value} name={label} filter={filter} weighted={weighted} />}
          </div>
          <TrendCard measure={result.measure} filter={own} weighted={weighted} period={period} onPeriod={setChosen} />
          <WordsBehind measure={result.measure} filter={own} weighted={weighted} />
        </div>
      )}
    </Page>
  );
}
