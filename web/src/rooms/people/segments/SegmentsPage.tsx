import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { segmentsPages } from './queries';
import { PeopleTabs } from '../PeopleTabs';
import { RemovedSegments } from './RemovedSegments';
import { SegmentForm } from './SegmentForm';
import { SegmentsTable } from './SegmentsTable';
import { useNames } from './useNames';

/** All segments that whoever looks may use, and a new one. */
export function SegmentsPage() {
  const { t } = useText();
  const navigate = useNavigate();
  const mayWrite = useMay('segment.write');
  const known = useNames();
  const [making, setMaking] = useState(false);
  const query = useInfiniteQuery(segmentsPages);
  const segments = query.data?.pages.flatMap((p) => p.items) ?? [];
  const make = mayWrite && !making && known.ready && <Button onClick={() => setMaking(true)}>{t('segments:make')}</Button>;
  return (
    <>
      <PeopleTabs />
      <Page title={t('segments:title')} lead={t('segments:lead')} actions={segments.length > 0 && make}>
        {making && (
          <SegmentForm
            known={known} onClose={() => setMaking(false)}
            onSaved={(s) => void navigate({ to: '/people/segments/$id', params: { id: s.id } })}
          />
        )}
        <Card flush>
          {query.isPending && <Loading />}
          {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
          {query.isSuccess && segments.length === 0 && (
            <EmptyState title={t('segments:none.title')} action={make}>{t(mayWrite ? 'segments:none.why' : 'segments:none.ask')}</EmptyState>
          )}
          {segments.length > 0 && <SegmentsTable segments={segments} known={known} />}
          {segments.length > 0 && (
            <LoadMore shown={segments.length} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
          )}
        </Card>
        {mayWrite && <RemovedSegments />}
      </Page>
    </>
  );
}
