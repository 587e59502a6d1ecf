import { useInfiniteQuery } from '@tanstack/react-query';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { LoadMore } from '@/ui/LoadMore';
import type { Book, Code } from '../coding/wire';
import { historyQuery } from './books';
import classes from './Codebook.module.css';

/** What was done to a code, newest first. */
export function CodeHistory({ book, code }: { book: Book; code: Code }) {
  const { t } = useText();
  const format = useFormat();
  const history = useInfiniteQuery(historyQuery(book.id, code.id));
  const all = (history.data?.pages ?? []).flatMap((p) => p?.items ?? []);
  if (all.length === 0) return null;
  return (
    <details className={classes.history}>
      <summary>{t('analysis:edit.history')}</summary>
      <ul>
        {all.map((h) => (
          <li key={h.id}>
            {t(`analysis:edit.what.${h.what}`)}
            {h.before && h.before.name !== code.name && ` (${h.before.name})`} <span>{t('analysis:edit.by', { name: h.by_name || t('analysis:edit.somebody'), day: format.date(h.at) })}</span>
          </li>
        ))}
      </ul>
      {history.hasNextPage && <LoadMore shown={all.length} hasMore loading={history.isFetchingNextPage} onMore={() => void history.fetchNextPage()} />}
    </details>
  );
}
