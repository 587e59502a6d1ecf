import { Link } from '@tanstack/react-router';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { axisFor } from '@/ui/axis';
import type { Column } from '../charts/groups';
import { GroupsChart } from '../charts/GroupsChart';
import { boundsOf, complete, endWriter, halfWidth, writer } from '@/ui/figures';
import type { Figure } from '../wire';
import type { Ranked, Ranking } from './queries';
import type { RankingSearch } from './search';

interface RankingPictureProps {
  ranking: Ranking;
  units: readonly Ranked[];
  search: RankingSearch;
}

type Numbers = Pick<Figure, 'value' | 'low' | 'high'>;

/** Places from best to worst: as measured, and drawn to the mean as far as noise goes; each leads to its own page. */
export function RankingPicture({ ranking, units, search }: RankingPictureProps) {
  const { t } = useText();
  const format = useFormat();
  const { unit } = ranking.total.figure;
  const bounds = boundsOf(ranking.measure);
  const numbers = units.flatMap((u) => [u.figure, u.shrunken]).flatMap((f) => Object.values(complete(f) ?? {}) as number[]);
  const axis = axisFor(numbers, bounds.min, bounds.max);
  const words = (f: Numbers) => {
    const c = complete(f);
    if (!c) return t('understand:explore.few');
    const write = writer(format, unit, halfWidth(c));
    return t('understand:explore.figure', { value: write(c.value), low: write(c.low), high: write(c.high) });
  };
  const column = (key: 'measured' | 'drawn', of: (r: Ranked) => Numbers, target: number | null): Column<Ranked> => ({
    key, title: t(`understand:ranking.${key}`), axis, figure: (r) => complete(of(r)), words: (r) => words(of(r)), write: endWriter(format, unit), target: target ?? undefined,
  });
  const rank = (r: Ranked) => (r.from === r.to ? format.number(r.from) : t('understand:ranking.ranks', { from: format.number(r.from), to: format.number(r.to) }));
  return (
    <GroupsChart
      label={t('understand:ranking.picture', { measure: ranking.measure.name })} rows={units} rowKey={(r) => r.key.value ?? ''}
      columns={[column('measured', (r) => r.figure, ranking.total.figure.value), column('drawn', (r) => r.shrunken, ranking.spread.mean)]}
      name={(r) => `${rank(r)}. ${r.key.label}`} group={() => undefined} count={(r) => t('understand:figure.n', { n: format.number(r.figure.n) })}
      link={(r, drawn, spoken) => <Link to="/place" search={{ ...search, by: ranking.key.key, value: r.key.value ?? undefined }} aria-label={spoken}>{drawn}</Link>}
    />
  );
}
