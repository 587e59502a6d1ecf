import { useQuery } from '@tanstack/react-query';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Loading } from '@/ui/Loading';
import { readAnswersSearch } from '../answers/search';
import { cutsOf } from '../explore/cuts';
import { FiguresPicture } from '../explore/FiguresPicture';
import { FiguresTable } from '../explore/FiguresTable';
import { sortRows } from '../explore/rows';
import { readUnderstandSearch, sortingFor, type UnderstandSearch } from '../explore/search';
import { useNames, useTitle } from '../explore/useNames';
import { comparedPeriod, useShown } from '../explore/useShown';
import { offered } from '../filter/offered';
import { useDated } from '../filter/useDated';
import { chooseMeasure } from '@/ui/choose';
import { FigureCard } from '../home/FigureCard';
import { FiguresError } from '../home/FiguresError';
import { filterOf, readHomeSearch } from '../home/search';
import { WordsList } from '../home/WordsCard';
import { measuresQuery, metricQueryOptions, traitsQuery } from '../queries';
import { fromParams } from '../views/params';
import type { Measure, Trait } from '../wire';
import type { Tile } from './tile';
import classes from './Boards.module.css';

interface TileBodyProps {
  tile: Tile;
  program: string;
}

/** What a tile shows: the figures of its view, or what people wrote. */
export function TileBody({ tile, program }: TileBodyProps) {
  const raw = fromParams(tile.params);
  const answers = useDated({ ...readAnswersSearch(raw), program });
  if (tile.path === '/answers') return <WordsList filter={answers} limit={4} />;
  return <Measured tile={tile} program={program} raw={raw} />;
}

function Measured({ tile, program, raw }: TileBodyProps & { raw: Record<string, unknown> }) {
  const measures = useQuery(measuresQuery(program));
  const search = readUnderstandSearch(raw);
  const measure = chooseMeasure(measures.data, search.measure);
  const traits = useQuery({ ...traitsQuery(program, measure?.id), enabled: !!measure });
  const failed = measures.error ?? traits.error;
  if (failed) return <FiguresError error={failed} retry={() => void (measures.isError ? measures : traits).refetch()} />;
  if (!measure || !traits.data) return <Loading />;
  return tile.path === '/' ? <Home measure={measure} raw={raw} /> : <Figures measure={measure} traits={offered(traits.data)} search={search} />;
}

function Home({ measure, raw }: { measure: Measure; raw: Record<string, unknown> }) {
  const search = readHomeSearch(raw);
  const filter = useDated({ ...filterOf(search), measure: measure.id });
  const query = useQuery(metricQueryOptions({ measure: measure.id, filter, weighted: search.weighted }));
  if (query.isError) return <FiguresError error={query.error} retry={() => void query.refetch()} />;
  return query.data ? <FigureCard cell={query.data.total} origin={query.data} without={query.data.without} /> : <Loading />;
}

function Figures({ measure, traits, search }: { measure: Measure; traits: readonly Trait[]; search: UnderstandSearch }) {
  const { t } = useText();
  const format = useFormat();
  const filter = useDated({ ...filterOf(search), measure: measure.id });
  const cuts = cutsOf(search, traits);
  const { shown, error, retry } = useShown({ measure: measure.id, filter, search, cuts });
  const names = useNames(search.period ?? comparedPeriod(search));
  const title = useTitle(shown, search);
  if (error) return <FiguresError error={error} retry={retry} />;
  if (!shown) return <Loading />;
  if (!shown.total?.figure.n) return <p>{t('understand:trend.empty')}</p>;
  const timed = shown.rows.some((r) => r.period);
  const sorting = sortingFor(search, { inOrder: timed || cuts.at(-1)?.kind === 'number' || cuts.at(-1)?.kind === 'date', down: measure.scale.direction !== 'down' });
  const rows = shown.rows.length > 0 ? sortRows(shown.rows, sorting.by, sorting.down, format) : [shown.total];
  return (
    <>
      <p className={classes.what}>{title}</p>
      {search.show === 'table'
        ? <FiguresTable shown={shown} rows={rows} names={names} sorting={sorting} />
        : <FiguresPicture shown={shown} rows={rows} names={names} period={timed ? search.period : undefined} most={8} />}
    </>
  );
}
