import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useMay } from '@/access/session';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { useToast } from '@/ui/confirm';
import { Removed } from './Removed';
import { documentPath } from '../documentPath';
import { documentsQuery, useListenChanges } from '../queries';
import { useAttempt } from '../useAttempt';
import type { Study, StudyDocument } from '../wire';
import classes from '../Listen.module.css';

/** What was said: transcripts and comments, each opening into the screen where it is read and coded. */
export function DocumentsCard({ study }: { study: Study }) {
  const { t } = useText();
  const format = useFormat();
  const router = useRouter();
  const query = useInfiniteQuery(documentsQuery(study.id));
  const rows = query.data?.pages.flatMap((p) => p.items) ?? [];
  const researcher = study.part === 'researcher';
  return (
    <Card flush title={t('listen:documents.title')} actions={researcher && <Bring study={study} />}>
      {query.isPending && <Loading />}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && rows.length === 0 && <EmptyState title={t('listen:documents.noneTitle')}>{t(researcher ? 'listen:documents.none' : 'listen:documents.noneOthers')}</EmptyState>}
      {rows.length > 0 && (
        <>
          <DataTable<StudyDocument>
            label={t('listen:study.documents')} rows={rows} rowKey={(d) => d.id} stack minWidth={520}
            onOpen={(d) => router.history.push(documentPath(d.id))}
            columns={[
              { key: 'what', header: t('listen:documents.document'), width: '44%', cell: (d) => <>{t(d.kind === 'comment' ? 'listen:commentNo' : 'listen:interviewNo', { n: d.number })}{d.pseudonym && ` · ${d.pseudonym}`}<span className={classes.small}>{d.question || d.title}</span></> },
              { key: 'words', header: t('listen:documents.words'), numeric: true, cell: (d) => format.number(d.words) },
              { key: 'language', header: t('listen:ask.language'), cell: (d) => d.language },
              { key: 'open', header: t('listen:documents.who'), cell: (d) => (d.erased_at ? t('listen:documents.erased') : d.released_at ? t('listen:documents.released') : <span className={classes.soft}>{t('listen:documents.researchers')}</span>) },
            ]}
          />
          <LoadMore shown={rows.length} total={study.documents} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
        </>
      )}
      {researcher && <Removed study={study} />}
    </Card>
  );
}

// Comments come as they stand and are released one by one, as transcripts are.
function Bring({ study }: { study: Study }) {
  const { t } = useText();
  const toast = useToast();
  const attempt = useAttempt();
  const { takeComments } = useListenChanges();
  if (!useMay('listen.write')) return null;
  const bring = () => attempt(async () => {
    const { added, more } = await takeComments.mutateAsync({ id: study.id, released: false });
    toast({ message: `${t('listen:comments.added', { count: added })}${more ? ` ${t('listen:comments.more')}` : ''}` });
  });
  return <Button size="xs" variant="default" loading={takeComments.isPending} onClick={() => void bring()}>{t('listen:comments.bring')}</Button>;
}
