import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '@/access/session';
import { asProblem, type Problem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { FormProblem } from '@/ui/FormProblem';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { useToast } from '@/ui/confirm';
import type { Book, Code } from '../../coding/wire';
import { openBookQuery, passagesQuery, useBook } from '../books';
import { PassageList } from './PassageList';
import { PieceEditor } from './PieceEditor';
import { give, partsOf, without, type Piece, type Taken } from './pieces';
import classes from './Split.module.css';

/** Splits a code: names for the new ones, and each passage to one of them or left where it is. */
export function SplitPage() {
  const { id, code } = useParams({ from: '/shell/listen/codebooks/$id/codes/$code/split' });
  const { t } = useText();
  const book = useQuery(openBookQuery(id));
  const may = useMay('listen.write');
  const title = t('analysis:split.title');
  if (book.error) return <Page title={title}><ErrorState error={book.error} retry={() => void book.refetch()} /></Page>;
  if (!book.data) return <Loading />;
  const chosen = (book.data.codes ?? []).find((c) => c.id === code);
  const back = <Link to="/listen/codebooks/$id" params={{ id }}>{book.data.name}</Link>;
  if (!chosen || chosen.state !== 'active' || !may) return <Page title={title} lead={back}><Card><EmptyState title={t('analysis:split.goneTitle')}>{t('analysis:split.gone')}</EmptyState></Card></Page>;
  return (
    <Page title={t('analysis:split.of', { name: chosen.name })} lead={<>{back} · {t('analysis:split.lead')}</>}>
      <Split key={chosen.version} book={book.data} code={chosen} />
    </Page>
  );
}

function Split({ book, code }: { book: Book; code: Code }) {
  const { t } = useText();
  const toast = useToast();
  const navigate = useNavigate();
  const changes = useBook(book.id);
  const query = useInfiniteQuery(passagesQuery(book.id, code.id));
  const [pieces, setPieces] = useState<Piece[]>([{ name: '', definition: '' }, { name: '', definition: '' }]);
  const [taken, setTaken] = useState<Taken>(new Map());
  const [problem, setProblem] = useState<Problem | null>(null);
  const passages = query.data?.pages.flatMap((p) => p.items) ?? [];
  const named = pieces.filter((p) => p.name.trim());
  const split = async () => {
    try {
      const made = await changes.split.mutateAsync({ code, parts: partsOf(pieces, taken) });
      const parts = (made?.items ?? []).map((c) => c.id);
      toast({ message: t('analysis:split.done', { name: code.name, count: parts.length }), undo: () => changes.unsplit.mutate({ code, parts }) });
      void navigate({ to: '/listen/codebooks/$id', params: { id: book.id } });
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  };
  return (
    <div className={classes.columns}>
      <Card title={t('analysis:split.passages')} note={t('analysis:split.keys')}>
        {query.isPending && <Loading />}
        {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        {query.isSuccess && passages.length === 0 && <p>{t('analysis:split.none')}</p>}
        <PassageList passages={passages} pieces={pieces} taken={taken} onGive={(id, piece) => setTaken(give(taken, id, piece))} />
        {passages.length > 0 && <LoadMore shown={passages.length} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />}
      </Card>
      <div className={classes.sticky}>
        <Card title={t('analysis:split.pieces')} note={t('analysis:split.stay', { count: passages.length - taken.size, name: code.name })}>
          <PieceEditor pieces={pieces} taken={taken} onChange={setPieces} onRemove={(n) => { setPieces(pieces.filter((_, at) => at !== n)); setTaken(without(taken, n)); }} />
          <FormProblem problem={problem} />
          <Button mt={12} disabled={named.length !== pieces.length || pieces.length === 0} loading={changes.split.isPending} onClick={() => void split()}>{t('analysis:split.do')}</Button>
        </Card>
      </div>
    </div>
  );
}
