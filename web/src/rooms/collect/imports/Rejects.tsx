import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { rejectPages } from '../queries';
import { useRejectReason } from '../reasons';

/** The rows that were not taken, each with its column, its cell and the reason. */
export function Rejects({ id, count }: { id: string; count: number }) {
  const { t, i18n } = useText();
  const format = useFormat();
  const language = i18n.language.startsWith('fr') ? 'fr' : 'en';
  const reason = useRejectReason();
  const query = useInfiniteQuery(rejectPages(id));
  const rows = query.data?.pages.flatMap((p) => p.items) ?? [];
  return (
    <Card
      flush title={t('collect:rejects.title', { count, n: format.number(count) })} note={t('collect:rejects.note')}
      actions={<Button component="a" href={`/api/imports/${id}/rejects.csv?lang=${language}`} download variant="default" size="xs">{t('collect:rejects.download')}</Button>}
    >
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {rows.length > 0 && (
        <>
          <DataTable
            label={t('collect:rejects.label')} rows={rows} rowKey={(r) => String(r.row)} minWidth={520}
            columns={[
              { key: 'row', header: t('collect:rejects.row'), cell: (r) => format.number(r.row), width: '80px' },
              { key: 'column', header: t('collect:rejects.column'), cell: (r) => r.column || t('collect:rejects.whole') },
              { key: 'value', header: t('collect:rejects.value'), cell: (r) => <code>{r.value}</code> },
              { key: 'reason', header: t('collect:rejects.reason'), cell: (r) => reason(r) },
            ]}
          />
          <LoadMore shown={rows.length} total={count} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
        </>
      )}
    </Card>
  );
}
