import { Button, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { unitsQuery, type Unit } from '../queries';
import { NewUnit } from './NewUnit';
import { UnitEditor } from './UnitEditor';
import classes from './Units.module.css';

/** The organisation's tree: regions, shops, teams. */
export function Units() {
  const { t } = useText();
  const units = useQuery(unitsQuery);
  const mayWrite = useMay('unit.write');
  const [adding, setAdding] = useState(false);
  const [open, setOpen] = useState('');
  const add = mayWrite && !adding && <Button onClick={() => setAdding(true)}>{t('settings:units.add')}</Button>;
  const items = units.data?.items ?? [];

  return (
    <Page title={t('settings:units.title')} lead={t('settings:units.lead')} actions={items.length > 0 && add}>
      <Stack gap={18}>
        {adding && <NewUnit units={items} onClose={() => setAdding(false)} />}
        {units.isPending && <Loading />}
        {units.isError && <ErrorState error={units.error} retry={() => void units.refetch()} />}
        {units.data && (
          <Card flush>
            {items.length === 0 ? (
              <EmptyState title={t('settings:units.noneTitle')} action={add}>{t('settings:units.none')}</EmptyState>
            ) : (
              <DataTable<Unit>
                label={t('settings:units.table')} rows={items} rowKey={(u) => u.id} minWidth={280}
                onOpen={mayWrite ? (u) => setOpen(open === u.id ? '' : u.id) : undefined} openKey={open}
                opened={(u) => <UnitEditor key={`${u.id}:${u.version}`} unit={u} units={items} onClose={() => setOpen('')} />}
                columns={[
                  {
                    key: 'name', header: t('settings:units.name'), width: '65%',
                    cell: (u) => <span className={classes.name} style={{ paddingLeft: u.depth * 20 }}>{u.name}</span>,
                  },
                  { key: 'key', header: t('settings:units.key'), cell: (u) => <span className={classes.soft}>{u.key}</span> },
                ]}
              />
            )}
          </Card>
        )}
      </Stack>
    </Page>
  );
}
