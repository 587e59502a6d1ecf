import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable, type Column } from '@/ui/DataTable';
import { IntervalBar } from '@/ui/IntervalBar';
import { complete, halfWidth, writer } from '@/ui/figures';
import { useMethodNames } from '@/ui/method';
import type { Cell, Figures, Item, Question } from './queries';
import { Texts } from './Texts';
import { useItemName, useWordsIn } from './words';
import classes from './Nameless.module.css';

type Figure = NonNullable<Cell['figure']>;

/** What was answered to one question: its figure, how answers are spread, by class where one is asked for, and texts. */
export function QuestionCard({ question, figures }: { question: Question; figures: Figures }) {
  const { t } = useText();
  const said = useWordsIn(figures.languages);
  const cut = figures.cuts.find((c) => c.code === figures.by);
  const all = [question.total, ...question.groups];
  const methods = useMethodNames(all.flatMap((c) => [...(c.figure ? [c.figure] : []), ...c.items.map((i) => i.share)]));
  const name = (cell: Cell) => (cell.class ? said(cut?.classes.find((c) => c.code === cell.class)?.label) || cell.class : t('understand:nameless.overall'));
  const title = [said(question.text), said(question.row), question.item].filter(Boolean).join(' · ') || question.code;
  return (
    <Card title={title} note={question.metric ? [question.measure, t(`understand:nameless.metric.${question.metric}`)].filter(Boolean).join(' · ') : undefined}>
      {question.total.n > 0 && question.total.figure && <FiguresTable question={question} cells={all} title={title} name={name} />}
      {question.total.n > 0 && question.total.items.length > 0 && (question.total.figure
        ? question.groups.length === 0 && <details className={classes.spread}><summary>{t('understand:nameless.spread')}</summary><Spread question={question} cells={all} title={title} name={name} said={said} /></details>
        : <Spread question={question} cells={all} title={title} name={name} said={said} />)}
      {question.total.n === 0 && question.texts === 0 && <p className={classes.soft}>{t('understand:nameless.noneHere', { least: figures.least })}</p>}
      {methods && question.total.n > 0 && <p className={classes.soft}>{t('understand:nameless.method', { methods })}</p>}
      {question.texts > 0 && <Texts survey={figures.survey_id} version={figures.number} question={question} title={title} />}
    </Card>
  );
}

interface TableProps {
  question: Question;
  cells: readonly Cell[];
  title: string;
  name: (cell: Cell) => string;
}

const boundsOf = (question: Question, unit: Figure['unit']) =>
  unit === 'points' ? { min: -100, max: 100 } : unit === 'share' ? { min: 0, max: 1 } : { min: question.min, max: question.max };

function useWritten() {
  const format = useFormat();
  const { t } = useText();
  return (figure: Figure) => {
    const c = complete(figure);
    const write = writer(format, figure.unit, c ? halfWidth(c) : Infinity);
    return { value: figure.value === null ? '–' : write(figure.value), interval: c ? t('understand:figure.interval', { low: write(c.low), high: write(c.high) }) : '', complete: c };
  };
}

function FiguresTable({ question, cells, title, name }: TableProps) {
  const { t } = useText();
  const format = useFormat();
  const written = useWritten();
  const columns: Column<Cell>[] = [
    { key: 'class', header: t('understand:nameless.class'), cell: (c) => <>{name(c)}{!c.class && question.untold > 0 && <span className={classes.soft}> {t('understand:nameless.untold', { n: format.number(question.untold) })}</span>}</>, width: '30%' },
    { key: 'value', header: t('understand:nameless.figure'), numeric: true, cell: (c) => (c.figure ? <strong>{written(c.figure).value}</strong> : '–') },
    {
      key: 'interval', header: t('understand:nameless.interval'), line: true, width: '32%',
      cell: (c) => {
        const w = c.figure && written(c.figure);
        if (!c.figure || !w?.complete) return null;
        return <><IntervalBar {...w.complete} {...boundsOf(question, c.figure.unit)} label={t('understand:figure.spoken', { value: w.value, interval: w.interval })} /><span className={classes.soft}>{w.interval}</span></>;
      },
    },
    { key: 'n', header: t('understand:nameless.answers'), numeric: true, cell: (c) => format.number(c.n) },
  ];
  return <DataTable label={`${title} · ${t('understand:nameless.figure')}`} columns={columns} rows={cells} rowKey={(c) => c.class ?? ''} minWidth={420} stack />;
}

function Spread({ question, cells, title, name, said }: TableProps & { said: (words: Record<string, string> | undefined) => string }) {
  const { t } = useText();
  const format = useFormat();
  const written = useWritten();
  const itemName = useItemName(question, said);
  // What was answered stands together, as asked, with its classes below each other.
  const place = (item: Item) => question.labels.findIndex((l) => l.code === item.code);
  const same = (a: Item, b: Item) => a.what === b.what && a.code === b.code && a.place === b.place;
  const items = [...(cells[0]?.items ?? [])].sort((a, b) => (a.what === b.what && (a.place ?? 0) === (b.place ?? 0) ? place(a) - place(b) : 0));
  const rows = items.flatMap((item) => cells.flatMap((cell) => cell.items.filter((one) => same(one, item)).map((one) => ({ cell, item: one }))));
  type Line = { cell: Cell; item: Item };
  const columns: Column<Line>[] = [
    { key: 'answer', header: t('understand:nameless.answer'), cell: ({ item }) => itemName(item), width: '30%' },
    ...(cells.length > 1 ? [{ key: 'class', header: t('understand:nameless.class'), cell: ({ cell }: Line) => name(cell) }] : []),
    { key: 'share', header: t('understand:nameless.share'), numeric: true, cell: ({ item }) => written(item.share).value },
    { key: 'interval', header: t('understand:nameless.interval'), line: true, width: '30%', cell: ({ item }) => {
      const w = written(item.share);
      return w.complete && <><IntervalBar {...w.complete} min={0} max={1} label={t('understand:figure.spoken', { value: w.value, interval: w.interval })} /><span className={classes.soft}>{w.interval}</span></>;
    } },
    { key: 'n', header: t('understand:nameless.answers'), numeric: true, cell: ({ item }) => format.number(item.n) },
  ];
  return <DataTable label={`${title} · ${t('understand:nameless.share')}`} columns={columns} rows={rows} rowKey={({ cell, item }) => `${cell.class ?? ''} ${item.what} ${item.code} ${item.place ?? ''}`} minWidth={420} stack />;
}
