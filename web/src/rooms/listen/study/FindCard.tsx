import { Anchor, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { documentPath } from '../documentPath';
import { searchQuery } from '../queries';
import type { Study } from '../wire';
import classes from '../Listen.module.css';

interface FindCardProps {
  study: Study;
  words: string;
  onWords: (words: string) => void;
}

/** Sentences of the study that hold some words, in either language. */
export function FindCard({ study, words, onWords }: FindCardProps) {
  const { t } = useText();
  const format = useFormat();
  const ask = useDebouncedCallback(onWords, 250);
  const query = useInfiniteQuery(searchQuery(study.id, words));
  const hits = words.trim() ? query.data?.pages.flatMap((p) => p.items) ?? [] : [];
  const first = query.data?.pages[0];
  if (study.documents === 0) return null;
  return (
    <Card title={t('listen:find.title')}>
      <TextInput aria-label={t('listen:find.title')} placeholder={t('listen:find.hint')} defaultValue={words} maxLength={200} onChange={(e) => ask(e.currentTarget.value)} />
      {query.isError && <ErrorState error={query.error} />}
      {words.trim() && first && (
        <p className={classes.note} role="status">{t(first.more_than_total ? 'listen:find.atLeast' : 'listen:find.found', { count: first.total ?? 0, n: format.number(first.total ?? 0) })}</p>
      )}
      <ul className={classes.list}>
        {hits.map((h) => (
          <li key={`${h.document_id} ${h.line.n}`}>
            <span className={classes.small}>
              <Anchor component={Link} inherit to={documentPath(h.document_id)} search={{ from: h.line.n } as never}>{t(h.kind === 'comment' ? 'listen:find.comment' : 'listen:find.line', { n: h.number, line: h.line.n })}</Anchor>
              {h.line.speaker && ` · ${h.line.speaker}`}
            </span>
            {h.line.text}
          </li>
        ))}
      </ul>
      {hits.length > 0 && <LoadMore shown={hits.length} total={first?.total} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />}
    </Card>
  );
}
