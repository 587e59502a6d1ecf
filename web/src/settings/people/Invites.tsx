import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '@/api/client';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { useToast } from '@/ui/confirm';
import { DataTable } from '@/ui/DataTable';
import { ErrorState } from '@/ui/ErrorState';
import { invitesQuery } from '../queries';
import { grantText } from './grants';
import { useScopes } from './useScopes';
import classes from './People.module.css';

/** Invitations that wait to be taken; nothing is shown where there are none. */
export function Invites() {
  const { t } = useText();
  const format = useFormat();
  const cache = useQueryClient();
  const toast = useToast();
  const { names } = useScopes();
  const invites = useQuery(invitesQuery);
  const [failed, setFailed] = useState<unknown>(null);
  const withdraw = async (id: string) => {
    try {
      await api.DELETE('/api/invites/{id}', { params: { path: { id } } });
      await cache.invalidateQueries({ queryKey: invitesQuery.queryKey });
      toast({ message: t('settings:invite.withdrawn') });
    } catch (thrown) {
      setFailed(thrown);
    }
  };
  const error = failed ?? invites.error;

  if (error) return <ErrorState error={error} retry={() => { setFailed(null); void invites.refetch(); }} />;
  if (!invites.data?.items.length) return null;
  return (
    <Card flush title={t('settings:invite.waiting')}>
      <DataTable
        label={t('settings:invite.waiting')} rows={invites.data.items} rowKey={(i) => i.id}
        columns={[
          {
            key: 'who', header: t('settings:people.name'),
            cell: (i) => (
              <>
                <b>{i.name || i.email || t('settings:invite.anybody')}</b>
                {i.name && i.email && <span className={classes.mail}>{i.email}</span>}
              </>
            ),
          },
          { key: 'roles', header: t('settings:people.roles'), cell: (i) => i.grants.map((g, n) => <div key={n}>{grantText(t, g, names)}</div>) },
          { key: 'by', header: t('settings:invite.by'), cell: (i) => i.invited_by },
          { key: 'until', header: t('settings:invite.until'), cell: (i) => format.dateTime(i.expires_at) },
          {
            key: 'do', header: t('settings:invite.withdraw'), quiet: true,
            cell: (i) => <Button variant="subtle" size="compact-sm" onClick={() => void withdraw(i.id)}>{t('settings:invite.withdraw')}</Button>,
          },
        ]}
      />
    </Card>
  );
}
