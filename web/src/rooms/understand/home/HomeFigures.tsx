import { useQuery } from '@tanstack/react-query';
import { Loading } from '@/ui/Loading';
import { filterOf, type HomeSearch } from './search';
import type { Filter } from '../filter/filter';
import { periodFor } from '../periods';
import { metricQueryOptions } from '../queries';
import type { Measure, Trait } from '../wire';
import { ActionsCard } from './ActionsCard';
import { ChangesCard } from './ChangesCard';
import { DiffersCard } from './DiffersCard';
import { DistributionCard } from './DistributionCard';
import { DriversCard } from './DriversCard';
import { FigureCard } from './FigureCard';
import { FiguresError } from './FiguresError';
import { SegmentsCard } from './SegmentsCard';
import { SignalsCard } from './SignalsCard';
import { TrendCard } from './TrendCard';
import { WordsBehind } from './WordsBehind';
import classes from './HomeFigures.module.css';

interface HomeFiguresProps {
  measure: Measure;
  traits: readonly Trait[];
  search: HomeSearch;
  /** The search's filter with its period turned into days. */
  filter: Filter;
  onChange: (search: HomeSearch) => void;
}

/** The figure, its course, its scores, its changes and its segments, all narrowed alike. */
export function HomeFigures({ measure, traits, search, filter, onChange }: HomeFiguresProps) {
  const { weighted } = search;
  // By month first: it carries the figure of all, and shows over what span the answers lie.
  const query = useQuery(metricQueryOptions({ measure: measure.id, filter, weighted, period: 'month' }));
  const result = query.data;
  if (query.isError) return <FiguresError error={query.error} retry={() => void query.refetch()} />;
  if (!result) return <Loading />;

  const spans = result.cells.flatMap((c) => (c.period ? [c.period] : []));
  const [first, last] = [spans[0], spans.at(-1)];
  const period = search.period ?? (first && last ? periodFor(first.from, last.to, result.total.figure.n) : 'month');
  const shared = { measure: result.measure, filter, weighted };
  const empty = result.total.figure.n === 0;

  return (
    <div className={classes.grid} aria-busy={query.isPlaceholderData}>
      <div className={classes.lead}>
        <FigureCard cell={result.total} origin={result} without={result.without} />
        <TrendCard {...shared} period={period} onPeriod={(p) => onChange({ ...search, period: p })} />
      </div>
      {!empty && (
        <div className={classes.two}>
          <div className={classes.stack}>
            <ActionsCard {...shared} />
            <DiffersCard {...shared} />
            <ChangesCard {...shared} measure={measure.id} period={period} traits={traits} />
            <SegmentsCard
              {...shared} traits={traits} cut={search.cut} onCut={(cut) => onChange({ ...search, cut })}
              onNarrow={(narrowed) => onChange({ ...search, where: filterOf(narrowed).where })}
            />
          </div>
          <div className={classes.stack}>
            <WordsBehind {...shared} />
            <DistributionCard cell={result.total} measure={result.measure} />
            <SignalsCard {...shared} />
          </div>
        </div>
      )}
      {!empty && <DriversCard {...shared} />}
    </div>
  );
}
