import { useFormat } from '@/format/context';
import { useText, type Text } from '@/i18n/useText';
import { DataTable } from '@/ui/DataTable';
import type { Entry } from '../queries';
import { detailText, kindText } from './entries';
import classes from '../Form.module.css';

// Whom or what it was done to, and the short facts that were kept with it.
function about(t: Text, entry: Entry, names: Map<string, string>): string {
  const object = entry.object && entry.object !== entry.user_id ? (names.get(entry.object) ?? entry.object) : '';
  const facts = Object.entries(entry.details ?? {}).filter(([, value]) => value !== '').map(([name, value]) => detailText(t, name, names.get(value) ?? value));
  return [object, ...facts].filter(Boolean).join(' · ');
}

/** Entries of the audit log, newest first; names are those of people and programs by id. */
export function AuditTable({ entries, names }: { entries: Entry[]; names: Map<string, string> }) {
  const { t } = useText();
  const format = useFormat();
  return (
    <DataTable
      label={t('settings:audit.table')} rows={entries} rowKey={(e) => String(e.id)} minWidth={680} stack
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
                {about(t, e, names)}
              </span>
            </>
          ),
        },
        { key: 'where', header: t('settings:audit.where'), width: '16%', cell: (e) => <span className={classes.soft}>{e.address}</span> },
      ]}
    />
  );
}
