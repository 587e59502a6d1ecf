import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { Loading } from '@/ui/Loading';
import { boundsOf, complete, endWriter, halfWidth, writer } from '@/ui/figures';
import type { Filter } from '../filter/filter';
import { FiguresError } from '../home/FiguresError';
import type { Figure, MeasureInfo } from '../wire';
import { placeQuery, rankingPages, type Place, type Ranking } from './queries';
import { SpreadChart, type Spread } from './SpreadChart';
import { SpreadWords } from './SpreadWords';

interface AmongProps {
  measure: string;
  /** The place in words. */
  name: string;
  filter: Filter;
  weighted?: boolean;
}

/** A unit among units of its depth; those beyond reach are there only as a spread without names. */
export function AmongUnits({ measure, unit, name, filter, weighted }: AmongProps & { unit: string }) {
  const query = useQuery(placeQuery({ measure, unit, filter, weighted }));
  if (query.isError) return <Sheet name={name}><FiguresError error={query.error} retry={() => void query.refetch()} /></Sheet>;
  if (!query.data) return <Sheet name={name}><Loading /></Sheet>;
  const place = query.data;
  // The description cannot say that these may be null; the server says so.
  const whole = place.whole as Figure | null;
  const drawn = place.shrunken as Place['shrunken'] | null;
  return (
    <Sheet name={name} anonymous>
      <Standing
        measure={place.measure} unit={place.figure.unit} name={name} whole={whole ?? undefined} here={drawn ?? undefined} from={place.from} to={place.to} of={place.of}
        others={[]} spread={spreadOf(place.others as Place['others'] | null)} real={place.spread} count={place.of}
      />
    </Sheet>
  );
}

function spreadOf(others: Place['others'] | null): Spread | undefined {
  if (!others) return undefined;
  const { tenth, first, median, third, ninth } = others;
  if (first === null || median === null || third === null) return undefined;
  return { first, median, third, ...(tenth !== null && ninth !== null ? { tenth, ninth } : {}) };
}

/** A value of any other key among the values within reach. */
export function AmongValues({ measure, by, value, name, filter, weighted }: AmongProps & { by: string; value: string }) {
  const query = useInfiniteQuery(rankingPages({ measure, by, filter, weighted }));
  const ranking = query.data?.pages[0];
  if (query.isError) return <Sheet name={name}><FiguresError error={query.error} retry={() => void query.refetch()} /></Sheet>;
  if (!ranking) return <Sheet name={name}><Loading /></Sheet>;
  const units = query.data?.pages.flatMap((p) => p.units) ?? [];
  const here = units.find((u) => u.key.value === value);
  return (
    <Sheet name={name}>
      <Standing
        measure={ranking.measure} unit={ranking.total.figure.unit} name={name} whole={ranking.total.figure} here={here?.shrunken} from={here?.from ?? 0} to={here?.to ?? 0} of={ranking.count}
        others={units.filter((u) => u !== here).flatMap((u) => u.shrunken.value ?? [])} real={ranking.spread} count={ranking.count}
      />
    </Sheet>
  );
}

function Sheet({ name, anonymous, children }: { name: string; anonymous?: boolean; children: ReactNode }) {
  const { t } = useText();
  return <Card title={t('understand:place.among', { name })} note={t(anonymous ? 'understand:place.spreadNote' : 'understand:place.amongNote')}>{children}</Card>;
}

interface StandingProps {
  measure: MeasureInfo;
  unit: Figure['unit'];
  name: string;
  whole?: Figure;
  /** The place's figure, drawn to the mean of its like. */
  here?: Pick<Figure, 'value' | 'low' | 'high'>;
  from: number;
  to: number;
  of: number;
  others: readonly number[];
  spread?: Spread;
  real: Ranking['spread'];
  count: number;
}

function Standing({ measure, unit, name, whole, here, from, to, of, others, spread, real, count }: StandingProps) {
  const { t } = useText();
  const format = useFormat();
  const written = (f: Pick<Figure, 'value' | 'low' | 'high'>) => {
    const c = complete(f);
    if (!c) return t('understand:explore.few');
    const write = writer(format, unit, halfWidth(c));
    return t('understand:explore.figure', { value: write(c.value), low: write(c.low), high: write(c.high) });
  };
  const place = from === to ? format.number(from) : t('understand:ranking.ranks', { from: format.number(from), to: format.number(to) });
  return (
    <>
      {whole && <p>{t('understand:place.whole', { value: written(whole), n: format.number(whole.n) })}</p>}
      {!whole && <p>{t('understand:place.noWhole')}</p>}
      {here && <p>{t('understand:place.drawn', { value: written(here) })} {from > 0 && t('understand:place.rank', { place, of: format.number(of) })}</p>}
      {!here && whole && <p>{t('understand:place.unranked')}</p>}
      {(others.length > 0 || spread) && (
        <SpreadChart label={t('understand:place.picture', { name, of: format.number(of) })} others={others} spread={spread} here={here} bounds={boundsOf(measure)} write={endWriter(format, unit)} />
      )}
      {count > 1 && <SpreadWords spread={real} count={count} />}
    </>
  );
}
