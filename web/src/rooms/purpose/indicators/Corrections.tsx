import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { DataTable } from '@/ui/DataTable';
import { LoadMore } from '@/ui/LoadMore';
import type { Indicator } from '../wire';
import { correctionPages } from './queries';
import { useIndicatorWords } from './useIndicatorWords';

/** What stood there before it was corrected, and who corrected it when. */
export function Corrections({ indicator }: { indicator: Indicator }) {
  const { t } = useText();
  const format = useFormat();
  const words = useIndicatorWords(indicator);
  const [open, setOpen] = useState(false);
  const query = useInfiniteQuery(correctionPages(indicator.id));
  const items = query.data?.pages.flatMap((p) => p.items) ?? [];
  if (items.length === 0) return null;
  return (
    <>
      <Button variant="subtle" size="compact-xs" aria-expanded={open} onClick={() => setOpen((o) => !o)}>{t('purpose:indicator.corrected')}</Button>
      {open && (
        <>
          <DataTable
            label={t('purpose:indicator.corrected')} rows={items} rowKey={(c) => `${c.replaced_at}:${c.unit_id ?? ''}:${c.period}`} minWidth={420}
            columns={[
              { key: 'unit', header: t('purpose:indicator.where'), cell: (c) => words.unit(c) },
              { key: 'period', header: t('purpose:indicator.period'), cell: (c) => words.period(c.period) },
              { key: 'was', header: t('purpose:indicator.was'), numeric: true, cell: (c) => words.value(c.value) },
              { key: 'at', header: t('purpose:indicator.correctedAt'), cell: (c) => format.dateTime(c.replaced_at) },
              { key: 'by', header: t('purpose:indicator.correctedBy'), cell: (c) => c.replaced_by ?? '' },
            ]}
          />
          <LoadMore shown={items.length} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
        </>
      )}
    </>
  );
}
