import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { DataTable } from '@/ui/DataTable';
import type { Entry } from '../queries';
import { kindText } from './entries';
import classes from '../Form.module.css';

/** Entries of the audit log, newest first. */
export function AuditTable({ entries }: { entries: Entry[] }) {
  const { t } = useText();
  const format = useFormat();
  return (
    <DataTable
      label={t('settings:audit.table')} rows={entries} rowKey={(e) => String(e.id)} minWidth={680}
      columns={[
        { key: 'at', header: t('settings:audit.at'), width: '19%', cell: (e) => format.dateTime(e.at) },
        {
          key: 'who', header: t('settings:audit.who'), width: '22%',
          cell: (e) => (
            <>
              {e.name || t('settings:audit.nobody')}
              {e.token_id && <span className={classes.small}>{t('settings:audit.byToken')}</span>}
            </>
          ),
        },
        {
          key: 'what', header: t('settings:audit.what'),
          cell: (e) => (
            <>
              {kindText(t, e.kind)}
              <span className={classes.small}>
                {Object.entries(e.details ?? {}).map(([name, value]) => `${name}: ${value}`).join(' · ') || e.object}
              </span>
            </>
          ),
        },
        { key: 'where', header: t('settings:audit.where'), width: '16%', cell: (e) => <span className={classes.soft}>{e.address}</span> },
      ]}
    />
  );
}
