import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { DataTable, type Column } from '@/ui/DataTable';
import { IntervalBar } from '@/ui/IntervalBar';
import { complete, differenceWriter, halfWidth, writer } from '@/ui/figures';
import type { Group, Item } from './queries';
import classes from './Choices.module.css';

interface Line {
  key: string;
  name: string;
  item: Item;
}

type Figure = Item['share'];

function useWritten() {
  const { t } = useText();
  const format = useFormat();
  return (figure: Figure, unit: 'share' | 'score') => {
    const c = complete(figure);
    const write = writer(format, unit, c ? halfWidth(c) : Infinity);
    return { value: figure.value === null ? '–' : write(figure.value), interval: c ? t('understand:figure.interval', { low: write(c.low), high: write(c.high) }) : '', complete: c };
  };
}

/** How far the bars reach: to the longest interval there is, so that small shares are told apart. */
const reachOf = (items: readonly Item[]) => Math.max(0.1, ...items.map((i) => i.share.high ?? i.share.value ?? 0));

function Share({ item, most }: { item: Item; most: number }) {
  const { t } = useText();
  const w = useWritten()(item.share, 'share');
  if (!w.complete) return null;
  return (
    <>
      <IntervalBar {...w.complete} min={0} max={most} label={t('understand:figure.spoken', { value: w.value, interval: w.interval })} />
      <span className={classes.soft}>{w.interval}</span>
    </>
  );
}

/** All options of the question, the most preferred first. */
export function ItemsTable({ group, nameOf, label }: { group: Group; nameOf: (code: string) => string; label: string }) {
  const { t } = useText();
  const format = useFormat();
  const written = useWritten();
  const worth = (i: Item) => i.share.value ?? i.score.value ?? -2;
  const lines = group.items.map((item): Line => ({ key: item.code, name: nameOf(item.code), item })).sort((a, b) => worth(b.item) - worth(a.item));
  const most = reachOf(group.items);
  const columns: Column<Line>[] = [
    { key: 'name', header: t('understand:choices.option'), cell: (l) => l.name, width: '26%' },
    { key: 'share', header: t('understand:choices.share'), numeric: true, cell: (l) => <strong>{written(l.item.share, 'share').value}</strong> },
    { key: 'interval', header: t('understand:nameless.interval'), line: true, width: '26%', cell: (l) => <Share item={l.item} most={most} /> },
    { key: 'score', header: t('understand:choices.score'), numeric: true, cell: (l) => <span className={classes.figure}>{written(l.item.score, 'score').value} <span className={classes.soft}>{written(l.item.score, 'score').interval}</span></span> },
    { key: 'best', header: t('understand:choices.best'), numeric: true, named: true, cell: (l) => format.number(l.item.best) },
    { key: 'worst', header: t('understand:choices.worst'), numeric: true, named: true, cell: (l) => format.number(l.item.worst) },
    { key: 'shown', header: t('understand:choices.shown'), numeric: true, named: true, cell: (l) => format.number(l.item.shown) },
  ];
  return <DataTable label={label} columns={columns} rows={lines} rowKey={(l) => l.key} minWidth={680} stack />;
}

/** One option in all groups, with how it differs from all others. */
export function GroupsTable({ code, groups, groupName, label, header }: { code: string; groups: readonly Group[]; groupName: (group: Group) => string; label: string; header: string }) {
  const { t } = useText();
  const format = useFormat();
  const written = useWritten();
  const lines = groups.flatMap((g): (Line & { answers: number })[] => {
    const item = g.items.find((i) => i.code === code);
    return item ? [{ key: groupName(g), name: groupName(g), item, answers: g.answers }] : [];
  });
  const most = reachOf(lines.map((l) => l.item));
  const difference = ({ item }: Line) => {
    const d = item.others;
    if (!d || d.value === null) return '–';
    const write = differenceWriter(format, 'share', d.low !== null && d.high !== null ? (d.high - d.low) / 2 : Infinity);
    if (d.low === null || d.high === null) return write(d.value);
    return <span className={classes.figure}>{write(d.value)} <span className={classes.soft}><span className={classes.interval}>{t('understand:figure.interval', { low: write(d.low), high: write(d.high) })}</span>{d.q !== null && d.q <= 0.05 && ` · ${t('understand:choices.stands')}`}</span></span>;
  };
  const columns: Column<(typeof lines)[number]>[] = [
    { key: 'name', header, cell: (l) => l.name, width: '24%' },
    { key: 'share', header: t('understand:choices.share'), numeric: true, cell: (l) => <strong>{written(l.item.share, 'share').value}</strong> },
    { key: 'interval', header: t('understand:nameless.interval'), line: true, width: '26%', cell: (l) => <Share item={l.item} most={most} /> },
    { key: 'others', header: t('understand:choices.others'), numeric: true, named: true, cell: difference },
    { key: 'n', header: t('understand:nameless.answers'), numeric: true, named: true, cell: (l) => format.number(l.answers) },
  ];
  return <DataTable label={label} columns={columns} rows={lines} rowKey={(l) => l.key} minWidth={600} stack />;
}
