import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { DataTable, type Column } from '@/ui/DataTable';
import { reachOf, Share, standsOut, useWritten } from '../choices/Share';
import type { ReasonGroup } from './queries';
import classes from '../choices/Choices.module.css';

type Item = ReasonGroup['items'][number];

/** All reasons, the one named most often first, and how many chose them or are read so. */
export function ReasonsTable({ group, nameOf, label }: { group: ReasonGroup; nameOf: (code: string) => string; label: string }) {
  const { t } = useText();
  const format = useFormat();
  const written = useWritten();
  const most = reachOf(group.items);
  const read = group.items.some((i) => i.read > 0);
  const columns: Column<Item>[] = [
    { key: 'name', header: t('understand:reasons.reason'), cell: (i) => nameOf(i.code), width: '32%' },
    { key: 'share', header: t('understand:nameless.share'), numeric: true, cell: (i) => <strong>{written(i.share, 'share').value}</strong> },
    { key: 'interval', header: t('understand:nameless.interval'), line: true, width: '30%', cell: (i) => <Share item={i} most={most} /> },
    { key: 'chosen', header: t('understand:reasons.chosen'), numeric: true, named: true, cell: (i) => format.number(i.chosen) },
    ...(read ? [{ key: 'read', header: t('understand:reasons.read'), numeric: true, named: true, cell: (i: Item) => format.number(i.read) }] : []),
  ];
  return <DataTable label={label} columns={columns} rows={group.items} rowKey={(i) => i.code} minWidth={600} stack />;
}

/** The shares of all reasons side by side in the classes of a score. */
export function ClassesTable({ groups, codes, nameOf, className, label }: { groups: readonly ReasonGroup[]; codes: readonly string[]; nameOf: (code: string) => string; className: (group: ReasonGroup) => string; label: string }) {
  const { t } = useText();
  const format = useFormat();
  const written = useWritten();
  const columns: Column<string>[] = [
    { key: 'name', header: t('understand:reasons.reason'), cell: nameOf, width: '28%' },
    ...groups.map((g): Column<string> => ({
      key: g.class ?? '', header: t('understand:reasons.classOf', { name: className(g), n: format.number(g.n) }), numeric: true, named: true,
      cell: (code) => {
        const item = g.items.find((i) => i.code === code);
        if (!item) return '–';
        const w = written(item.share, 'share');
        return <span className={classes.figure}><strong>{w.value}</strong> <span className={classes.soft}><span className={classes.interval}>{w.interval}</span>{standsOut(item) && ` · ${t('understand:choices.stands')}`}</span></span>;
      },
    })),
  ];
  return <DataTable label={label} columns={columns} rows={codes} rowKey={(code) => code} minWidth={560} stack />;
}
