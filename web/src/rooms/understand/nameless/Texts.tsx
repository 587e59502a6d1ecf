import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { LoadMore } from '@/ui/LoadMore';
import { ReplyThread } from '@/ui/replies/ReplyThread';
import { textsPages, type Question, type Text } from './queries';
import classes from './Nameless.module.css';

interface TextsProps {
  survey: string;
  version: number;
  question: Question;
  title: string;
}

/** What was written to a question, read on demand: nothing stands beside a text. */
export function Texts({ survey, version, question, title }: TextsProps) {
  const { t } = useText();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const query = useInfiniteQuery({ ...textsPages(survey, version, question.code), enabled: open });
  const all = query.data?.pages.flatMap((p) => p.items) ?? [];
  return (
    <section className={classes.texts} aria-label={`${t('understand:nameless.texts')} · ${title}`}>
      <p className={classes.soft}>{t('understand:nameless.textsNote', { n: format.number(question.texts) })}</p>
      {!open && <Button variant="default" size="xs" onClick={() => setOpen(true)}>{t('understand:nameless.showTexts')}</Button>}
      {open && query.isPending && <Loading />}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {all.length > 0 && (
        <>
          <ul>{all.map((text) => <li key={text.id}><Said survey={survey} text={text} /></li>)}</ul>
          <LoadMore shown={all.length} total={question.texts} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
        </>
      )}
    </section>
  );
}

/** One text, and what was written back to whoever wrote it, behind a receipt code. */
function Said({ survey, text }: { survey: string; text: Text }) {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  return (
    <>
      {text.text}
      <div className={classes.replies}>
        <Button variant="subtle" size="compact-xs" aria-expanded={open} onClick={() => setOpen(!open)}>{t(open ? 'replies:hide' : 'replies:show')}</Button>
        {open && <ReplyThread about={{ survey, text: text.id }} />}
      </div>
    </>
  );
}
