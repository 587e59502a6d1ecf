import type { ReactNode } from 'react';
import { useText } from '@/i18n/useText';
import { along, before, fitting, grouped, places, type Column, type Places } from './groups';
import { useWidth } from '@/ui/useWidth';
import classes from './GroupsChart.module.css';

interface GroupsChartProps<Row> {
  label: string;
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  columns: readonly Column<Row>[];
  name: (row: Row) => string;
  /** The group a row stands under, where there are two cuts. */
  group: (row: Row) => string | undefined;
  count: (row: Row) => string;
  /** Makes a row lead to its answers. */
  link: (row: Row, drawn: ReactNode, spoken: string) => ReactNode;
}

/** Groups as rows, each figure a mark on its pale interval, all on common axes; n beside each. */
export function GroupsChart<Row>({ label, rows, rowKey, columns, name, group, count, link }: GroupsChartProps<Row>) {
  const { ref, width: measured } = useWidth();
  const all = grouped(rows, group);
  const headings = all.filter((g) => g.name !== undefined).length;
  const longest = (words: string[]) => Math.max(0, ...words.map((w) => w.length));
  const at = places(Math.max(measured, 240), { name: longest(rows.map(name)) + (headings > 0 ? 2 : 0), words: columns.map((c) => longest(rows.map(c.words))) }, rows.length, headings);
  const titles = columns.map((c, i) => (at.narrow && i > 0 ? before(c, longest(rows.map(c.words)), at.width) : undefined));
  const floor = at.height - 22;
  const spoken = (row: Row, heading?: string) => `${[heading, name(row)].filter(Boolean).join(', ')}: ${columns.map((c) => c.words(row)).join('; ')}; ${count(row)}`;

  return (
    <div ref={ref} className={classes.box}>
      <svg width={at.width} height={at.height} role="group" aria-label={label} data-picture>
        {columns.map((c, i) => <AxisLines key={c.key} column={c} at={at} index={i} floor={floor} />)}
        {linesOf(all, at).map(({ heading, row, top }) => {
          if (!row) return <text key={`group ${heading}`} className={classes.group} x={0} y={top + at.headingHeight - 8}>{fitting(heading ?? '', at.letters * 2)}</text>;
          const drawn = <Drawn row={row} name={name(row)} count={count(row)} columns={columns} titles={titles} at={at} top={top} inset={heading !== undefined} />;
          return <g key={rowKey(row)}>{link(row, drawn, spoken(row, heading))}</g>;
        })}
      </svg>
    </div>
  );
}

interface Line<Row> {
  heading?: string;
  /** Absent on the line of the heading itself. */
  row?: Row;
  top: number;
}

// Headings and rows below each other, each with where it begins.
function linesOf<Row>(groups: readonly { name?: string; rows: readonly Row[] }[], at: Places): Line<Row>[] {
  let top = at.top;
  const next = (height: number) => (top += height) - height;
  return groups.flatMap(({ name: heading, rows }): Line<Row>[] => [
    ...(heading === undefined ? [] : [{ heading, top: next(at.headingHeight) }]),
    ...rows.map((row) => ({ heading, row, top: next(at.rowHeight) })),
  ]);
}

function AxisLines<Row>({ column, at, index, floor }: { column: Column<Row>; at: Places; index: number; floor: number }) {
  const place = at.columns[index];
  if (!place) return null;
  // Below each other the columns share their width, so only the first has room for its axis.
  const shown = !at.narrow || index === 0;
  const room = place.to - place.from;
  // Lines of one axis would cut through the bars of another below it.
  const ruled = !at.narrow || at.columns.length === 1;
  const few = column.axis.ticks.filter((_, i, all) => all.length <= 3 || room > all.length * 44 || i % 2 === 0);
  return (
    <g aria-hidden="true">
      {shown && <text className={classes.text} x={place.from} y={14}>{column.title}</text>}
      {shown && few.map((v) => {
        const x = along(column.axis, place.from, place.to, v);
        return (
          <g key={v}>
            <line className={classes.line} x1={x} x2={x} y1={ruled ? at.top - 6 : floor - 4} y2={floor} />
            <text className={classes.text} x={x} y={floor + 15} textAnchor={x < place.from + 12 ? 'start' : x > at.width - 14 ? 'end' : 'middle'}>{column.write(v)}</text>
          </g>
        );
      })}
      {ruled && column.target !== undefined && (
        <line className={classes.target} x1={along(column.axis, place.from, place.to, column.target)} x2={along(column.axis, place.from, place.to, column.target)} y1={at.top - 6} y2={floor} />
      )}
    </g>
  );
}

interface DrawnProps<Row> {
  row: Row;
  name: string;
  count: string;
  columns: readonly Column<Row>[];
  /** What stands before the words of each column. */
  titles: readonly (string | undefined)[];
  at: Places;
  top: number;
  inset: boolean;
}

function Drawn<Row>({ row, name, count, columns, titles, at, top, inset }: DrawnProps<Row>) {
  const short = fitting(name, at.letters - (inset ? 2 : 0));
  return (
    <>
      <rect className={classes.ground} x={-2} y={top + 1} width={at.width + 4} height={at.rowHeight - 2} rx={4} />
      <text className={classes.name} x={inset ? 12 : 0} y={top + at.nameLine}>
        {short !== name && <title>{name}</title>}
        {short}
      </text>
      {columns.map((c, i) => {
        const place = at.columns[i];
        return place && <Bar key={c.key} column={c} row={row} place={place} top={top} ticked={at.narrow && columns.length > 1} title={titles[i]} suffix={at.narrow && i === 0 ? ` · ${count}` : ''} />;
      })}
      {!at.narrow && <text className={classes.text} x={at.n} y={top + at.nLine} textAnchor="end">{count}</text>}
    </>
  );
}

interface BarProps<Row> {
  column: Column<Row>;
  row: Row;
  place: Places['columns'][number];
  top: number;
  /** Marks what it is compared with on its own line. */
  ticked: boolean;
  /** Stands before the words, where the axis has no title of its own. */
  title?: string;
  suffix: string;
}

function Bar<Row>({ column, row, place, top, ticked, title, suffix }: BarProps<Row>) {
  const { t } = useText();
  const words = column.words(row);
  const figure = column.figure(row);
  const x = (v: number) => along(column.axis, place.from, place.to, v);
  const y = top + place.line;
  return (
    <>
      <line className={classes.axis} x1={place.from} x2={place.to} y1={y} y2={y} />
      {ticked && column.target !== undefined && <line className={classes.target} x1={x(column.target)} x2={x(column.target)} y1={y - 8} y2={y + 8} />}
      {figure && (
        <>
          <rect className={classes.interval} x={x(figure.low)} width={Math.max(1.5, x(figure.high) - x(figure.low))} y={y - 3} height={6} />
          <line className={classes.mark} x1={x(figure.value)} x2={x(figure.value)} y1={y - 6} y2={y + 6} />
        </>
      )}
      <text className={figure ? classes.words : classes.text} x={place.words} y={top + place.wordsLine} textAnchor="end">{title ? t('ui:named', { name: title, value: words }) : words}{suffix}</text>
    </>
  );
}
