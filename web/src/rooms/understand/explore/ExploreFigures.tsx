import { Button } from '@mantine/core';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { Loading } from '@/ui/Loading';
import type { Filter } from '../filter/filter';
import { FiguresError } from '../home/FiguresError';
import { Methods } from '../home/Methods';
import { WhereFrom } from '../home/WhereFrom';
import { WithoutDoubtful } from '../home/WithoutDoubtful';
import type { Trait } from '../wire';
import { ExportMenu } from './ExportMenu';
import { FiguresPicture } from './FiguresPicture';
import { FiguresTable } from './FiguresTable';
import { sortRows, type Shown } from './rows';
import { sortingFor, type Order, type UnderstandSearch } from './search';
import { useNames, useTitle } from './useNames';
import { comparedPeriod, useShown } from './useShown';
import classes from './Explore.module.css';

interface ExploreFiguresProps {
  measure: string;
  filter: Filter;
  search: UnderstandSearch;
  cuts: readonly Trait[];
  traits: readonly Trait[];
  onChange: (search: UnderstandSearch) => void;
}

/** The figures of a search on one sheet: drawn or listed, with what they rest on. */
export function ExploreFigures({ measure, filter, search, cuts, traits, onChange }: ExploreFiguresProps) {
  const { t } = useText();
  const format = useFormat();
  const { shown, error, stale, more, fetching, retry, whole } = useShown({ measure, filter, search, cuts });
  const names = useNames(search.period ?? comparedPeriod(search));
  const title = useTitle(shown, search);
  const clear = () => onChange({ program: search.program, measure: search.measure, by: search.by });

  if (error) return <FiguresError error={error} retry={retry} />;
  if (!shown) return <Loading />;
  if (!shown.total?.figure.n) {
    return <Card><EmptyState title={t('understand:explore.none')} action={<Button variant="default" onClick={clear}>{t('understand:answers.clear')}</Button>}>{t('understand:explore.noneWhy')}</EmptyState></Card>;
  }
  const timed = shown.rows.some((r) => r.period);
  const sorting = sortingFor(search, { inOrder: timed || cuts.at(-1)?.kind === 'number' || cuts.at(-1)?.kind === 'date', down: shown.origin.measure.scale.direction !== 'down' });
  const arranged = (of: Shown) => (of.rows.length > 0 || !of.total ? sortRows(of.rows, sorting.by, sorting.down, format) : [of.total]);
  const rows = arranged(shown);
  const sort = (by: Order) => onChange({ ...search, sort: `${(sorting.by === by ? !sorting.down : by !== 'name') ? '-' : ''}${by}` });
  const table = search.show === 'table';

  return (
    <div aria-busy={stale}>
      <Card
        title={title} note={t(table ? 'understand:explore.noteTable' : timed ? 'understand:trend.note' : 'understand:explore.notePicture')}
        actions={<ExportMenu title={title} shown={shown} whole={whole} arranged={arranged} names={names} traits={traits} period={timed ? search.period : undefined} />}
      >
        <Verdict shown={shown} search={search} />
        {table
          ? <FiguresTable shown={shown} rows={rows} names={names} sorting={sorting} onSort={sort} />
          : <FiguresPicture shown={shown} rows={rows} names={names} period={timed ? search.period : undefined} />}
        {(more || shown.count > shown.rows.length) && (
          <p className={classes.foot}>
            <span role="status">{t('understand:segments.shown', { n: format.number(shown.rows.length), of: format.number(shown.count) })}</span>
            {more && <Button variant="default" size="xs" loading={fetching} onClick={more}>{t('understand:segments.more')}</Button>}
          </p>
        )}
        <div className={classes.origin}>
          <Methods figures={[...rows.map((r) => r.figure), ...rows.flatMap((r) => (r.difference ? [r.difference] : []))]} />
          <p className={classes.verdict}>{t('understand:explore.total', { value: names.figure(shown.total), n: format.number(shown.total.figure.n) })}</p>
          {shown.without && <p className={classes.verdict}><WithoutDoubtful without={shown.without} /></p>}
          <WhereFrom figure={shown.total.figure} origin={shown.origin} />
        </div>
      </Card>
    </div>
  );
}

// How many of the comparisons are more than noise.
function Verdict({ shown, search }: { shown: Shown; search: UnderstandSearch }) {
  const { t } = useText();
  const format = useFormat();
  const { considered, distinct = 0, spans, tooMany } = shown;
  if (considered === undefined || !search.compare) return null;
  if (tooMany) return <p className={classes.verdict}>{t('understand:explore.tooMany')}</p>;
  const span = (s: { from: string; to: string }) => (s.from === s.to ? format.day(s.from) : t('understand:period.between', { from: format.day(s.from), to: format.day(s.to) }));
  const verdict = considered === 0
    ? t('understand:explore.cannotCompare')
    : distinct === 0
      ? t('understand:changes.noise', { count: considered, n: format.number(considered) })
      : considered === 1
        ? t('understand:explore.oneDistinct')
        : t('understand:explore.distinct', { count: distinct, n: format.number(distinct), of: format.number(considered) });
  return <p className={classes.verdict}>{spans && `${t('understand:explore.spans', { now: span(spans.now), before: span(spans.before) })} `}{verdict}</p>;
}
