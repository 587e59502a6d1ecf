import { Button, Stack } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSession } from '@/access/session';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { consentTextsPages } from '../queries';
import { NewWording } from './NewWording';
import { versionsOf } from './versions';
import { WordingVersion } from './WordingVersion';

/** The wordings that people are asked to agree to, version by version. */
export function Consent() {
  const { t } = useText();
  const session = useSession();
  const mayWrite = session.permissions['person.write']?.some((scope) => scope.kind === 'whole') ?? false;
  const query = useInfiniteQuery(consentTextsPages);
  const [adding, setAdding] = useState(false);
  const wordings = query.data?.pages.flatMap((p) => p.items) ?? [];
  const add = mayWrite && !adding && <Button onClick={() => setAdding(true)}>{t('settings:consent.add')}</Button>;
  return (
    <Page title={t('settings:consent.title')} lead={t('settings:consent.lead')} actions={wordings.length > 0 && add}>
      <Stack gap={18}>
        {adding && <NewWording onClose={() => setAdding(false)} />}
        {query.isPending && <Loading />}
        {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        {query.isSuccess && wordings.length === 0 && !adding && (
          <Card><EmptyState title={t('settings:consent.noneTitle')} action={add}>{t('settings:consent.none')}</EmptyState></Card>
        )}
        {versionsOf(wordings).map((v) => <WordingVersion key={v.version} version={v} mayWrite={mayWrite} />)}
        {query.hasNextPage && <LoadMore shown={wordings.length} hasMore loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />}
      </Stack>
    </Page>
  );
}
