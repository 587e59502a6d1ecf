import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { useAttempt } from '../useAttempt';
import { mendsQuery, type Mend, type MendChanges } from './queries';
import classes from '../Listen.module.css';
import own from './Mending.module.css';

/** What was mended, newest first; the last one can be undone, then the one before. */
export function MendHistory({ document, mends, may }: { document: string; mends: MendChanges; may: boolean }) {
  const { t } = useText();
  const format = useFormat();
  const attempt = useAttempt();
  const query = useInfiniteQuery(mendsQuery(document));
  const all = query.data?.pages.flatMap((p) => p.items) ?? [];
  const last = all.find((m) => !m.undone_at);
  if (query.isError) return <Card title={t('listen:mending.history')}><ErrorState error={query.error} retry={() => void query.refetch()} /></Card>;
  if (all.length === 0) return null;
  return (
    <Card title={t('listen:mending.history')}>
      <ul className={classes.list}>
        {all.map((m) => (
          <li key={m.id}>
            <div className={classes.row}>
              <span className={m.undone_at ? own.undone : undefined}><What mend={m} /></span>
              {may && m === last && <Button size="compact-xs" variant="default" loading={mends.undo.isPending} onClick={() => void attempt(() => mends.undo.mutateAsync(m.id))}>{t('listen:mending.undo')}</Button>}
            </div>
            <span className={classes.small}>{m.by_name} · {format.date(m.at)}{m.undone_at && ` · ${t('listen:mending.undone')}`}</span>
          </li>
        ))}
      </ul>
      {query.hasNextPage && <LoadMore shown={all.length} hasMore loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />}
    </Card>
  );
}

function What({ mend }: { mend: Mend }) {
  const { t } = useText();
  const format = useFormat();
  const lines = mend.from_n === mend.to_n ? t('listen:mending.one', { n: mend.from_n }) : t('listen:mending.run', { from: mend.from_n, to: mend.to_n });
  const unnamed = t('listen:steps.unnamed');
  if (mend.what === 'times') return <>{lines}: {t('listen:mending.moved', { seconds: format.number((mend.shift_us ?? 0) / 1e6) })}</>;
  if (mend.what === 'speakers') return <>{(mend.speakers ?? []).map((s) => `${s.name || unnamed} → ${s.as || unnamed}${s.interviewer ? ` (${t('listen:steps.interviews')})` : ''}`).join(', ')}</>;
  return <>{lines}: {mend.speakers?.[0]?.as || unnamed}</>;
}
