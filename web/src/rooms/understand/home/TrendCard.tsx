import { SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useText } from '@/i18n/useText';
import { useFormat } from '@/format/context';
import { Card } from '@/ui/Card';
import { Loading } from '@/ui/Loading';
import type { Filter } from '../filter/filter';
import { offeredPeriods, type Period } from '../periods';
import { metricPages } from '../queries';
import type { MeasureInfo } from '../wire';
import { Course } from './Course';
import { FiguresError } from './FiguresError';
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
      {cells.length > 0 && <Course key={`${period}${cells.length}`} cells={cells} measure={measure} period={period} table />}
      {cells.length === 1 && <p className={classes.empty}>{t('understand:trend.one')}</p>}
    </Card>
  );
}
