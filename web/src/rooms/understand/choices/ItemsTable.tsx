import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { DataTable, type Column } from '@/ui/DataTable';
import type { Group, Item } from './queries';
import { reachOf, Share, useWritten } from './Share';
import classes from './Choices.module.css';

interface Line {
  key: string;
  name: string;
  item: Item;
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
