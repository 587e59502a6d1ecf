import { useQuery } from '@tanstack/react-query';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { previewQuery } from '../queries';
import { useRejectReason } from '../reasons';
import type { ColumnMapping, Mapping, PreviewRow } from '../wire';
import { readCell } from './cells';
import classes from './PreviewCard.module.css';

const mostRows = 12;

/** The first rows as they will be read; columns that are not used are left out. */
export function PreviewCard({ id, mapping }: { id: string; mapping: Mapping }) {
  const { t } = useText();
  const query = useQuery(previewQuery(id));
  const columns = mapping.columns.filter((c) => c.role !== 'ignore');
  const order = ['key', 'time', 'event', 'customer', 'account', 'name', 'email', 'score', 'outcome', 'text'];
  const sorted = [...columns].sort((a, b) => (order.indexOf(a.role) + 1 || 9) - (order.indexOf(b.role) + 1 || 9));
  return (
    <Card title={t('collect:preview.title')} note={t('collect:preview.note')}>
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {query.data && columns.length === 0 && <p>{t('collect:preview.nothing')}</p>}
      {query.data && columns.length > 0 && (
        <div className={classes.box} role="region" tabIndex={0} aria-label={t('collect:preview.table')} aria-busy={query.isFetching}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{t('collect:preview.row')}</th>
                <th scope="col">{t('collect:preview.status')}</th>
                {sorted.map((c) => (
                  <th key={c.index} scope="col">
                    <span className={classes.role}>{t(`collect:role.${c.role}`)}</span>
                    <span className={classes.heading} title={c.name}>{c.name}</span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {query.data.rows.slice(0, mostRows).map((row) => <Row key={row.row} row={row} columns={sorted} mapping={mapping} />)}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

function Row({ row, columns, mapping }: { row: PreviewRow; columns: readonly ColumnMapping[]; mapping: Mapping }) {
  const { t } = useText();
  const format = useFormat();
  const rejectReason = useRejectReason();
  const none = t(row.events === undefined && row.party === undefined ? 'collect:preview.none' : 'collect:preview.empty');
  return (
    <tr data-rejected={row.reject ? true : undefined}>
      <td className={classes.number}>{format.number(row.row)}</td>
      <td className={classes.status}>
        {t(`collect:status.${row.status}`)}
        {row.reject && <span className={classes.reason}>{rejectReason(row.reject)}</span>}
      </td>
      {columns.map((column) => {
        const cell = readCell(row, column, mapping);
        const raw = row.cells[column.index] ?? '';
        const isTime = column.role === 'time' && (mapping.time_column === column.index || row.events !== undefined || row.party !== undefined) && cell.as === 'plain' && cell.text !== '';
        return (
          <td key={column.index} className={classes[cell.as]}>
            {cell.as === 'none' && <>{none} {raw && <s>{raw}</s>}</>}
            {isTime && <span className={classes.time}>{format.time(cell.text) === '00:00' ? format.shortDate(cell.text) : format.dateTime(cell.text)}</span>}
            {cell.as !== 'none' && !isTime && <span className={classes.clip}>{cell.text}</span>}
          </td>
        );
      })}
    </tr>
  );
}
