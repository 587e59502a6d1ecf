import { SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useText } from '@/i18n/useText';
import { useFormat } from '@/format/context';
import { Card } from '@/ui/Card';
import { Loading } from '@/ui/Loading';
import type { Slot } from '../charts/series';
import { TrendChart } from '../charts/TrendChart';
import { boundsOf, complete, endWriter, halfWidth, writer } from '../figures';
import { filterOfQuery, type Filter } from '../filter/filter';
import { useSlotNames } from '../filter/words';
import { offeredPeriods, withGaps, type Period } from '../periods';
import { metricPages } from '../queries';
import type { Cell, MeasureInfo } from '../wire';
import { AnswersLink } from './AnswersLink';
import { FiguresError } from './FiguresError';
import { Methods } from './Methods';
import { TrendTable } from './TrendTable';
import classes from './TrendCard.module.css';

interface TrendCardProps {
  measure: MeasureInfo;
  filter: Filter;
  weighted?: boolean;
  period: Period;
  onPeriod: (period: Period) => void;
}

const mostPages = 6;

/** The figure over time, its interval at every point, gaps as gaps. */
export function TrendCard({ measure, filter, weighted, period, onPeriod }: TrendCardProps) {
  const { t } = useText();
  const { place } = useFormat();
  const query = useInfiniteQuery(metricPages({ measure: measure.id, filter, weighted, period }));
  const { data, hasNextPage, isFetching, fetchNextPage } = query;
  const pages = data?.pages ?? [];

  useEffect(() => {
    if (hasNextPage && !isFetching && pages.length < mostPages) void fetchNextPage();
  }, [hasNextPage, isFetching, pages.length, fetchNextPage]);

  const cells = pages.filter((p) => p.period === period).flatMap((p) => p.cells);
  return (
    <Card
      title={t('understand:trend.title')} note={t('understand:trend.note')}
      actions={
        <SegmentedControl
          size="xs" aria-label={t('understand:trend.by')} value={period} onChange={(v) => onPeriod(v as Period)}
          data={offeredPeriods(place.fiscalStart ?? 1).map((p) => ({ value: p, label: t(`understand:trend.period.${p}`) }))}
        />
      }
    >
      {query.isError && <FiguresError error={query.error} retry={() => void query.refetch()} />}
      {!query.isError && !data && <Loading />}
      {data && cells.length === 0 && !isFetching && <p className={classes.empty}>{t('understand:trend.empty')}</p>}
      {cells.length > 0 && <Series key={`${period}${cells.length}`} cells={cells} measure={measure} period={period} />}
      {cells.length === 1 && <p className={classes.empty}>{t('understand:trend.one')}</p>}
    </Card>
  );
}

function Series({ cells, measure, period }: { cells: Cell[]; measure: MeasureInfo; period: Period }) {
  const { t } = useText();
  const format = useFormat();
  const navigate = useNavigate();
  const names = useSlotNames(period);
  const slots: (Slot & { cell?: Cell })[] = withGaps(cells, (c) => c.period?.from ?? '', period).map(({ from, cell }) => ({ from, cell, figure: cell?.figure }));
  const [chosen, setChosen] = useState(slots.length - 1);
  const here = slots[chosen];
  const widths = slots.flatMap((s) => (s.figure ? (complete(s.figure) ?? []) : [])).map(halfWidth);
  const write = writer(format, measure.unit, Math.min(...widths, Infinity));
  const words = (slot: Slot) => {
    if (!slot.figure) return t('understand:trend.nobody', { period: names.long(slot.from) });
    const c = complete(slot.figure);
    const n = format.number(slot.figure.n);
    return c
      ? t('understand:trend.point', { period: names.long(slot.from), value: write(c.value), low: write(c.low), high: write(c.high), n })
      : t('understand:trend.few', { period: names.long(slot.from), n });
  };
  const running = here?.cell?.period?.complete === false;

  return (
    <>
      <p className={classes.readout}>
        <span>{here && words(here)}{running && ` (${t('understand:trend.running')})`}</span>
        {here?.cell && here.cell.figure.n > 0 && (
          <AnswersLink query={here.cell.answers} program={measure.program_id} label={t('understand:trend.openOf', { period: names.long(here.from) })}>
            {t('understand:trend.open')}
          </AnswersLink>
        )}
      </p>
      <TrendChart
        label={t('understand:trend.label', { measure: measure.name })} slots={slots} bounds={boundsOf(measure)} chosen={chosen}
        onChoose={setChosen} write={endWriter(format, measure.unit)} spoken={words} shortName={(s) => names.short(s.from)} countLabel={t('understand:trend.count')}
        onOpen={() => {
          if (here?.cell) void navigate({ to: '/answers', search: { ...filterOfQuery(here.cell.answers), program: measure.program_id } });
        }}
      />
      <Methods figures={cells.map((c) => c.figure)} />
      <TrendTable slots={slots} name={names.long} write={write} />
    </>
  );
}
