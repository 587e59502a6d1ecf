import { Button } from '@mantine/core';
import { useState } from 'react';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { axisFor } from '@/ui/axis';
import { grouped, type Column } from '../charts/groups';
import { GroupsChart } from '../charts/GroupsChart';
import { boundsOf, complete, differenceEndWriter, endWriter } from '@/ui/figures';
import { AnswersLink } from '../home/AnswersLink';
import { Course } from '../home/Course';
import type { Period } from '../periods';
import type { Row, Shown } from './rows';
import type { Names } from './useNames';
import classes from './Explore.module.css';

interface FiguresPictureProps {
  shown: Shown;
  rows: readonly Row[];
  names: Names;
  /** Length of the periods, where it is a series. */
  period?: Period;
  /** How many rows or courses at first, where there is little room. */
  most?: number;
  /** Drawn for a file, which has more room and nothing to press. */
  paper?: boolean;
}

/** How many rows or courses a file holds; a picture of more is too tall for most programs. */
export const paperRoom = { rows: 500, courses: 60 };

const mostRows = 40;
const mostCourses = 6;

const numbersOf = (figures: readonly { value: number | null; low: number | null; high: number | null }[]) => figures.flatMap((f) => Object.values(complete(f) ?? {}) as number[]);

/** The figures drawn: groups on common axes, or the course of each group over time. */
export function FiguresPicture({ shown, rows, names, period, most: room = Infinity, paper }: FiguresPictureProps) {
  const { t } = useText();
  const format = useFormat();
  const [all, setAll] = useState(false);
  const courses = period ? grouped(rows, names.row) : [];
  const usual = paper ? paperRoom : { rows: mostRows, courses: mostCourses };
  const [drawn, of] = period ? [Math.min(room, usual.courses), courses.length] : [Math.min(room, usual.rows), rows.length];
  const most = all ? Infinity : drawn;
  return (
    <>
      {period
        ? <Courses courses={courses.slice(0, most)} rows={rows} shown={shown} period={period} />
        : <Groups rows={rows.slice(0, most)} shown={shown} names={names} />}
      {of > drawn && !all && !paper && (
        <p className={classes.foot}>
          <span>{t('understand:explore.drawn', { n: format.number(drawn), of: format.number(of) })}</span>
          <Button variant="default" size="xs" onClick={() => setAll(true)}>{t('understand:explore.drawAll')}</Button>
        </p>
      )}
    </>
  );
}

function Courses({ courses, rows, shown, period }: { courses: { name?: string; rows: Row[] }[]; rows: readonly Row[]; shown: Shown; period: Period }) {
  const { measure } = shown.origin;
  const beside = numbersOf(rows.map((r) => r.figure));
  return (
    <div className={courses.length > 1 ? classes.courses : undefined}>
      {courses.map((c) => (
        <section key={c.name} aria-label={c.name} data-title={c.name}>
          {courses.length > 1 && <h3 className={classes.courseName}>{c.name}</h3>}
          <Course key={`${period}${c.rows.length}`} cells={c.rows} measure={measure} period={period} of={c.name} beside={beside} />
        </section>
      ))}
    </div>
  );
}

function Groups({ rows, shown, names }: { rows: readonly Row[]; shown: Shown; names: Names }) {
  const { t } = useText();
  const format = useFormat();
  const { measure } = shown.origin;
  const unit = rows[0]?.figure.unit ?? 'score';
  const bounds = boundsOf(measure);
  const all = shown.total && complete(shown.total.figure);
  const differences = rows.flatMap((r) => (r.difference ? [r.difference] : []));
  const reach = Math.max(...numbersOf(differences).map(Math.abs), 0);
  const widest = bounds.max - bounds.min;
  const columns: Column<Row>[] = [
    {
      key: 'figure', title: t('understand:explore.column.figure'), axis: axisFor(numbersOf([...rows.map((r) => r.figure), ...(shown.total ? [shown.total.figure] : [])]), bounds.min, bounds.max),
      figure: (r) => complete(r.figure), words: names.figure, write: endWriter(format, unit), target: all?.value,
    },
    ...(differences.length > 0
      ? [{
          key: 'difference', title: t('understand:explore.column.difference', { unit: t(`understand:difference.${unit}`) }), brief: t('understand:export.column.difference'), axis: axisFor([-reach, reach], -widest, widest),
          figure: (r: Row) => r.difference && complete(r.difference), words: names.difference, write: differenceEndWriter(format, unit), target: 0,
        }]
      : []),
  ];
  return (
    <GroupsChart
      label={t('understand:explore.picture', { measure: measure.name })} rows={rows} rowKey={(r) => r.id} columns={columns}
      name={(r) => (r.parts.length > 1 ? names.part(r.parts[1]) : names.row(r))} group={(r) => (r.parts.length > 1 ? names.part(r.parts[0]) : undefined)}
      count={(r) => t('understand:figure.n', { n: format.number(r.figure.n) })}
      link={(r, drawn, spoken) => <AnswersLink query={r.answers} program={measure.program_id} label={spoken}>{drawn}</AnswersLink>}
    />
  );
}
