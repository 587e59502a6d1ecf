import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { breaksIn, type Slot } from '../charts/series';
import { TrendChart } from '../charts/TrendChart';
import { boundsOf, complete, endWriter, halfWidth, writer } from '@/ui/figures';
import { dayIn, filterOfQuery } from '../filter/filter';
import { useSlotNames } from '../filter/words';
import { stepPeriod, withGaps, type Period } from '../periods';
import type { Cell, MeasureInfo } from '../wire';
import { AnswersLink } from './AnswersLink';
import { Methods } from './Methods';
import { TrendTable } from './TrendTable';
import classes from './TrendCard.module.css';

type Changed = 'wording' | 'scale' | 'metric' | 'layout' | 'order' | 'language';
type Point = Pick<Cell, 'figure' | 'answers' | 'period'>;

interface CourseProps {
  cells: readonly Point[];
  measure: MeasureInfo;
  period: Period;
  /** Offers the same numbers as a table below. */
  table?: boolean;
  /** What it is the course of, where several stand beside each other. */
  of?: string;
  /** Numbers that the axis must hold besides its own, so that several can be compared. */
  beside?: readonly number[];
}

/** A figure over time: the chosen period read out, the picture, its methods. */
export function Course({ cells, measure, period, table, of, beside }: CourseProps) {
  const { t } = useText();
  const format = useFormat();
  const navigate = useNavigate();
  const names = useSlotNames(period);
  const slots: (Slot & { cell?: Point })[] = withGaps(cells, (c) => c.period?.from ?? '', period).map(({ from, cell }) => ({ from, cell, figure: cell?.figure }));
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
  // A break counts on the organisation's day, as answers do.
  const days = measure.breaks.map((b) => ({ ...b, day: dayIn(format.place.timeZone, new Date(b.at)) }));
  const last = slots.at(-1);
  const end = last ? stepPeriod(last.from, period) : '';
  const drawn = days.filter((b) => breaksIn(slots, [b.day], end).length > 0);
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
        label={t('understand:trend.label', { measure: of ? `${measure.name}, ${of}` : measure.name })} beside={beside} broke={breaksIn(slots, days.map((b) => b.day), end)} slots={slots} bounds={boundsOf(measure)} chosen={chosen}
        onChoose={setChosen} write={endWriter(format, measure.unit)} spoken={words} shortName={(s) => names.short(s.from)} countLabel={t('understand:trend.count')}
        onOpen={() => {
          if (here?.cell) void navigate({ to: '/answers', search: { ...filterOfQuery(here.cell.answers), program: measure.program_id } });
        }}
      />
      {drawn.map((b) => (
        <p key={`${b.at} ${b.changed.join()}`} className={classes.broke}>{t('understand:trend.broke', { day: format.date(b.at), what: format.list(b.changed.map((c) => t(`understand:trend.changed.${c as Changed}`))) })}</p>
      ))}
      {table && <Methods figures={cells.map((c) => c.figure)} />}
      {table && <TrendTable slots={slots} name={names.long} write={write} />}
    </>
  );
}
