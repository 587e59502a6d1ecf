import { useState } from 'react';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { DataTable } from '@/ui/DataTable';
import type { User } from '../queries';
import { grantText } from './grants';
import { UserEditor } from './UserEditor';
import { useScopes } from './useScopes';
import classes from './People.module.css';

/** People with access; a row opens its editor under it. */
export function UserTable({ users }: { users: User[] }) {
  const { t } = useText();
  const format = useFormat();
  const { names } = useScopes();
  const [open, setOpen] = useState('');
  return (
    <DataTable
      label={t('settings:people.table')} rows={users} rowKey={(u) => u.id} minWidth={640}
      onOpen={(u) => setOpen(open === u.id ? '' : u.id)} openKey={open}
      opened={(u) => <UserEditor key={`${u.id}:${u.version}`} user={u} onClose={() => setOpen('')} />}
      columns={[
        {
          key: 'name', header: t('settings:people.name'), width: '34%',
          cell: (u) => (
            <>
              {u.name}
              <span className={classes.mail}>{u.email}</span>
            </>
          ),
        },
        {
          key: 'roles', header: t('settings:people.roles'),
          cell: (u) => u.grants.map((g, i) => <div key={i}>{grantText(t, g, names)}</div>),
        },
        {
          key: 'seen', header: t('settings:people.seen'), width: '20%',
          cell: (u) => <span className={classes.soft}>{u.last_seen_at ? format.dateTime(u.last_seen_at) : t('settings:people.never')}</span>,
        },
        {
          key: 'state', header: t('settings:people.state'), width: '14%',
          cell: (u) => {
            if (u.disabled) return <span className={classes.off}>{t('settings:people.disabled')}</span>;
            return <span className={classes.soft}>{u.totp ? t('settings:people.totp') : ''}</span>;
          },
        },
      ]}
    />
  );
}
