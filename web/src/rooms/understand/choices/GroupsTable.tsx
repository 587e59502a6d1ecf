import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { DataTable, type Column } from '@/ui/DataTable';
import { Others, reachOf, Share, useWritten, type Shared } from './Share';

/** A group of answers with the shares in it. */
export interface SharedGroup {
  name: string;
  answers: number;
  items: readonly Shared[];
}

/** One option in all groups, with how it differs from all others. */
export function GroupsTable({ code, groups, label, header, share }: { code: string; groups: readonly SharedGroup[]; label: string; header: string; share: string }) {
  const { t } = useText();
  const format = useFormat();
  const written = useWritten();
  const lines = groups.flatMap((g) => {
    const item = g.items.find((i) => i.code === code);
    return item ? [{ name: g.name, item, answers: g.answers }] : [];
  });
  const most = reachOf(lines.map((l) => l.item));
  const columns: Column<(typeof lines)[number]>[] = [
    { key: 'name', header, cell: (l) => l.name, width: '24%' },
    { key: 'share', header: share, numeric: true, cell: (l) => <strong>{written(l.item.share, 'share').value}</strong> },
    { key: 'interval', header: t('understand:nameless.interval'), line: true, width: '26%', cell: (l) => <Share item={l.item} most={most} /> },
    { key: 'others', header: t('understand:choices.others'), numeric: true, named: true, cell: (l) => <Others item={l.item} /> },
    { key: 'n', header: t('understand:nameless.answers'), numeric: true, named: true, cell: (l) => format.number(l.answers) },
  ];
  return <DataTable label={label} columns={columns} rows={lines} rowKey={(l) => l.name} minWidth={600} stack />;
}
