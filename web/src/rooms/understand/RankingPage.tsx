import { Button, Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Navigate, useNavigate, useSearch } from '@tanstack/react-router';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { SyntheticBanner } from '@/ui/SyntheticBanner';
import classes from './explore/Explore.module.css';
import { FilterChips } from './filter/FilterChips';
import { FilterMenu } from './filter/FilterMenu';
import type { Filter } from './filter/filter';
import { toRank } from './filter/offered';
import { PeriodPicker } from './filter/PeriodPicker';
import { useKeyName } from './filter/words';
import { FiguresError } from './home/FiguresError';
import bar from './home/HomeBar.module.css';
import { Methods } from './home/Methods';
import { WhereFrom } from './home/WhereFrom';
import { rankingPages } from './ranking/queries';
import { RankingPicture } from './ranking/RankingPicture';
import { readRankingSearch, type RankingSearch } from './ranking/search';
import { SpreadWords } from './ranking/SpreadWords';
import { useAsked } from './useAsked';
import type { Trait } from './wire';

const mostValues = (traits: readonly Trait[]) => traits.toSorted((a, b) => b.values.length - a.values.length)[0];

/** Places, or other groups, from best to worst: who is really better, and how much of it is noise. */
export function RankingPage() {
  const { t } = useText();
  const keyName = useKeyName();
  const navigate = useNavigate();
  const search = readRankingSearch(useSearch({ strict: false }));
  const asked = useAsked(search);
  const { program, measure, measures, traits, filter } = asked;
  if (asked.nothing) return <Navigate to="/start" replace />;
  const cuttable = toRank(traits);
  const by = cuttable.find((x) => x.key === search.by) ?? cuttable.find((x) => x.key === 'unit') ?? mostValues(cuttable.filter((x) => x.kind === 'text')) ?? cuttable[0];
  const change = (next: RankingSearch) => void navigate({ to: '/ranking', search: readRankingSearch(next as Record<string, unknown>), replace: true });

  return (
    <Page title={t('understand:ranking.title')} lead={t('understand:ranking.lead')}>
      {program?.synthetic && <SyntheticBanner />}
      {asked.error && <ErrorState error={asked.error} retry={asked.retry} />}
      {!asked.error && !asked.ready && <Loading />}
      {asked.ready && !measure && <p>{t('understand:explore.noMeasure')}</p>}
      {asked.ready && measure && (
        <div className={bar.bar}>
          <div className={`${bar.line} ${bar.fields}`}>
            <Select
              size="xs" label={t('understand:bar.measure')} value={measure.id} allowDeselect={false} searchable={measures.length > 8} w={240}
              data={measures.map((m) => ({ value: m.id, label: m.name }))} onChange={(id) => id && change({ ...search, measure: id })}
            />
            {by && (
              <Select
                size="xs" label={t('understand:ranking.by')} value={by.key} allowDeselect={false} searchable={cuttable.length > 8} w={190}
                data={cuttable.map((x) => ({ value: x.key, label: keyName(x.key, x.label) }))} onChange={(key) => key && change({ ...search, by: key })}
              />
            )}
          </div>
          <div className={bar.line}>
            <PeriodPicker filter={search} onChange={(p) => change({ ...search, from: undefined, to: undefined, last: undefined, ...p })} />
            <FilterMenu filter={{ ...search, measure: measure.id }} traits={traits} onChange={change} />
          </div>
          <FilterChips filter={search} traits={traits} onChange={change} />
        </div>
      )}
      {asked.ready && measure && !by && <Card><EmptyState title={t('understand:ranking.none')}>{t('understand:segments.none')}</EmptyState></Card>}
      {asked.ready && measure && by && <Ranked measure={measure.id} by={by.key} filter={filter} search={{ ...search, program: program?.id, measure: measure.id }} />}
    </Page>
  );
}

function Ranked({ measure, by, filter, search }: { measure: string; by: string; filter: Filter; search: RankingSearch }) {
  const { t } = useText();
  const format = useFormat();
  const keyName = useKeyName();
  const query = useInfiniteQuery(rankingPages({ measure, by, filter, weighted: search.weighted }));
  const ranking = query.data?.pages[0];
  if (query.isError) return <FiguresError error={query.error} retry={() => void query.refetch()} />;
  if (!ranking) return <Loading />;
  const units = query.data?.pages.flatMap((p) => p.units) ?? [];
  const key = keyName(ranking.key.key, ranking.key.label);
  return (
    <Card title={t('understand:explore.sheet.by', { measure: ranking.measure.name, by: key })} note={t('understand:ranking.note')}>
      {units.length === 0
        ? <EmptyState title={t('understand:ranking.none')}>{t(ranking.left_out === 'too_many_values' ? 'understand:ranking.tooMany' : 'understand:ranking.noneWhy')}</EmptyState>
        : (
          <>
            <SpreadWords spread={ranking.spread} count={ranking.count} className={classes.verdict} />
            <RankingPicture ranking={ranking} units={units} search={search} />
          </>
        )}
      <p className={classes.foot}>
        {query.hasNextPage && <Button variant="default" size="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('understand:segments.more')}</Button>}
        {ranking.left > 0 && <span>{t('understand:ranking.left', { count: ranking.left, n: format.number(ranking.left), names: format.list(ranking.unranked.slice(0, 5).map((u) => u.key.label)) })}</span>}
        {ranking.without > 0 && <span>{t('understand:ranking.without', { count: ranking.without, n: format.number(ranking.without), key })}</span>}
      </p>
      <div className={classes.origin}>
        <Methods figures={units.map((u) => u.figure)} />
        <WhereFrom figure={ranking.total.figure} origin={ranking} />
      </div>
    </Card>
  );
}
