import { Button } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '@/api/client';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { waitingQuery } from '../queries';
import classes from '../Form.module.css';

/** Messages that wait while mail is off, or that could not be sent. */
export function WaitingMail({ active }: { active: boolean }) {
  const { t } = useText();
  const format = useFormat();
  const cache = useQueryClient();
  const waiting = useInfiniteQuery(waitingQuery);
  const [failed, setFailed] = useState<unknown>(null);
  const rows = waiting.data?.pages.flatMap((p) => p.items) ?? [];
  const run = (work: () => Promise<unknown>) =>
    work().then(() => cache.invalidateQueries({ queryKey: waitingQuery.queryKey }), setFailed);

  return (
    <Card flush title={t('settings:waiting.title')} note={active ? t('settings:waiting.on') : t('settings:waiting.off')}>
      {(failed ?? waiting.error) !== null && <div className={classes.pad}><ErrorState error={failed ?? waiting.error} /></div>}
      {waiting.data && rows.length === 0 && <EmptyState title={t('settings:waiting.none')}>{t('settings:waiting.noneWhy')}</EmptyState>}
      {rows.length > 0 && (
        <>
          <DataTable
            label={t('settings:waiting.title')} rows={rows} rowKey={(m) => m.id}
            columns={[
              {
                key: 'to', header: t('settings:waiting.to'),
                cell: (m) => (
                  <>
                    {m.to}
                    <span className={classes.small}>{t(`settings:waiting.template.${m.template}`)}</span>
                  </>
                ),
              },
              {
                key: 'state', header: t('settings:waiting.state'),
                cell: (m) => (
                  <>
                    {t(`settings:waiting.states.${m.state}`)}
                    {m.trouble && <span className={classes.small} lang="en">{m.trouble}</span>}
                  </>
                ),
              },
              { key: 'at', header: t('settings:waiting.since'), cell: (m) => format.dateTime(m.created_at) },
              {
                key: 'do', header: t('settings:waiting.do'), quiet: true,
                cell: (m) => (
                  <>
                    {m.state !== 'expired' && (
                      <Button
                        variant="subtle" size="compact-sm"
                        onClick={() => void run(() => api.POST('/api/mail/waiting/{id}/retry', { params: { path: { id: m.id } } }))}
                      >
                        {t('settings:waiting.retry')}
                      </Button>
                    )}
                    <Button
                      variant="subtle" size="compact-sm"
                      onClick={() => void run(() => api.DELETE('/api/mail/waiting/{id}', { params: { path: { id: m.id } } }))}
                    >
                      {t('settings:waiting.drop')}
                    </Button>
                  </>
                ),
              },
            ]}
          />
          <LoadMore
            shown={rows.length} hasMore={waiting.hasNextPage} loading={waiting.isFetchingNextPage}
            onMore={() => void waiting.fetchNextPage()}
          />
        </>
      )}
    </Card>
  );
}
