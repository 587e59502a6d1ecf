import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { useToast } from '@/ui/confirm';
import { problemText } from '@/ui/problemText';
import { removedSegmentsQuery, useSegmentChanges } from './queries';
import classes from './Segments.module.css';

/** Segments that were removed lately, each with the way back; nothing where there is none. */
export function RemovedSegments() {
  const { t } = useText();
  const format = useFormat();
  const toast = useToast();
  const query = useQuery(removedSegmentsQuery);
  const { restore } = useSegmentChanges();
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  const removed = query.data?.items ?? [];
  if (removed.length === 0) return null;
  const put = (id: string, name: string) => restore.mutate(id, {
    onSuccess: () => toast({ message: t('segments:gone.back', { name }) }),
    onError: (error) => toast({ message: problemText(t, asProblem(error)) }),
  });
  return (
    <Card title={t('segments:gone.title')} note={t('segments:gone.note')}>
      <ul className={classes.gone}>
        {removed.map((s) => (
          <li key={s.id}>
            <span>
              <b>{s.name}</b>
              {s.removed_at && <small>{t('segments:gone.since', { day: format.day(s.removed_at) })}</small>}
            </span>
            <Button
              variant="default" size="compact-sm" aria-label={t('segments:gone.putOf', { name: s.name })} loading={restore.isPending && restore.variables === s.id}
              onClick={() => put(s.id, s.name)}
            >
              {t('segments:gone.put')}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
