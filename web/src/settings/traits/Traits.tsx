import { Button, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSession } from '@/access/session';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { traitDefinitionsQuery } from '../queries';
import { NewTrait } from './NewTrait';
import { TraitEditor } from './TraitEditor';
import type { Definition } from './TraitFields';
import classes from './Traits.module.css';

/** What may be known of customers and of accounts. */
export function Traits() {
  const { t } = useText();
  const session = useSession();
  const traits = useQuery(traitDefinitionsQuery);
  const mayWrite = session.permissions['person.write']?.some((scope) => scope.kind === 'whole') ?? false;
  const [adding, setAdding] = useState(false);
  const [open, setOpen] = useState('');
  const add = mayWrite && !adding && <Button onClick={() => setAdding(true)}>{t('settings:traits.add')}</Button>;

  return (
    <Page title={t('settings:traits.title')} lead={t('settings:traits.lead')} actions={add}>
      <Stack gap={18}>
        {adding && <NewTrait onClose={() => setAdding(false)} />}
        {traits.isPending && <Loading />}
        {traits.isError && <ErrorState error={traits.error} retry={() => void traits.refetch()} />}
        {traits.data && (
          <Card flush>
            <DataTable<Definition>
              label={t('settings:traits.table')} rows={traits.data.items} rowKey={(d) => d.id} minWidth={560} stack
              onOpen={mayWrite ? (d) => setOpen(open === d.id ? '' : d.id) : undefined} openKey={open}
              opened={(d) => <TraitEditor key={`${d.id}:${d.version}`} trait={d} onClose={() => setOpen('')} />}
              columns={[
                {
                  key: 'label', header: t('settings:traits.label'), width: '38%',
                  cell: (d) => (
                    <>
                      {d.built_in ? t('settings:traits.worth') : d.label}
                      {d.label !== d.name && !d.built_in && <span className={classes.soft}> {d.name}</span>}
                    </>
                  ),
                },
                { key: 'of', header: t('settings:traits.of'), cell: (d) => t(`settings:traits.ofs.${d.of}`) },
                {
                  key: 'kind', header: t('settings:traits.kind'), named: true,
                  cell: (d) => <>{t(`settings:traits.kinds.${d.kind}`)}{d.currency && <span className={classes.soft}> {d.currency}</span>}</>,
                },
                { key: 'used', header: t('settings:traits.figures'), named: true, cell: (d) => (d.in_analysis ? t('settings:traits.yes') : <span className={classes.soft}>{t('settings:traits.no')}</span>) },
              ]}
            />
          </Card>
        )}
      </Stack>
    </Page>
  );
}
