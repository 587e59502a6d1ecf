import { Select, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '@/access/session';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { auditQuery, everybodyQuery, programsQuery } from '../queries';
import { AuditTable } from './AuditTable';
import { areas } from './entries';
import { startOfDay } from './days';
import classes from '../Form.module.css';

/** Who did what, and who saw what in confidence. */
export function Audit() {
  const { t } = useText();
  const { timeZone } = useFormat().place;
  const users = useQuery({ ...everybodyQuery, enabled: useMay('access.manage') }).data?.items ?? [];
  const programs = useQuery({ ...programsQuery, enabled: useMay('program.read') }).data?.items ?? [];
  const [filter, setFilter] = useState({ user: '', kind: '', from: '', to: '' });
  const set = (part: Partial<typeof filter>) => setFilter({ ...filter, ...part });
  const entries = useInfiniteQuery(
    auditQuery({
      user: filter.user || undefined, kind: filter.kind || undefined,
      from: startOfDay(filter.from, timeZone), to: startOfDay(filter.to, timeZone, 1),
    }),
  );
  const rows = entries.data?.pages.flatMap((p) => p.items) ?? [];

  return (
    <Page title={t('settings:audit.title')} lead={t('settings:audit.lead')}>
      <Card flush>
        <div className={classes.filters}>
          <Select
            label={t('settings:audit.who')} searchable allowDeselect={false} value={filter.user} onChange={(v) => set({ user: v ?? '' })}
            data={[{ value: '', label: t('settings:audit.anybody') }, ...users.map((u) => ({ value: u.id, label: u.name }))]}
          />
          <Select
            label={t('settings:audit.what')} searchable allowDeselect={false} value={filter.kind} onChange={(v) => set({ kind: v ?? '' })}
            data={[{ value: '', label: t('settings:audit.anything') }, ...areas.map((a) => ({ value: `${a}.`, label: t(`settings:audit.area.${a}`) }))]}
          />
          <TextInput type="date" label={t('settings:audit.from')} value={filter.from} max={filter.to || undefined} onChange={(e) => set({ from: e.currentTarget.value })} />
          <TextInput type="date" label={t('settings:audit.to')} value={filter.to} min={filter.from || undefined} onChange={(e) => set({ to: e.currentTarget.value })} />
        </div>
        {entries.isPending && <div className={classes.pad}><Loading /></div>}
        {entries.isError && <div className={classes.pad}><ErrorState error={entries.error} retry={() => void entries.refetch()} /></div>}
        {entries.data && rows.length === 0 && <EmptyState title={t('settings:audit.noneTitle')}>{t('settings:audit.none')}</EmptyState>}
        {rows.length > 0 && (
          <>
            <AuditTable entries={rows} names={new Map([...users, ...programs].map((x) => [x.id, x.name]))} />
            <LoadMore shown={rows.length} hasMore={entries.hasNextPage} loading={entries.isFetchingNextPage} onMore={() => void entries.fetchNextPage()} />
          </>
        )}
      </Card>
    </Page>
  );
}
