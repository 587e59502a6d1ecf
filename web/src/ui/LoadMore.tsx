import { Button } from '@mantine/core';
import { useText } from '@/i18n/useText';
import { useFormat } from '@/format/context';
import classes from './LoadMore.module.css';

interface LoadMoreProps {
  shown: number;
  /** All there are, where the server counted them. */
  total?: number;
  hasMore: boolean;
  loading: boolean;
  onMore: () => void;
}

/** The end of a list that came in pages: how many are shown, and the next ones. */
export function LoadMore({ shown, total, hasMore, loading, onMore }: LoadMoreProps) {
  const { t } = useText();
  const format = useFormat();
  const count = total === undefined
    ? t('ui:more.shown', { count: shown, n: format.number(shown) })
    : t('ui:more.shownOf', { n: format.number(shown), total: format.number(total) });
  return (
    <div className={classes.more}>
      <span role="status">{count}</span>
      {hasMore && (
        <Button variant="default" size="xs" loading={loading} onClick={onMore}>
          {t('ui:more.next')}
        </Button>
      )}
    </div>
  );
}
