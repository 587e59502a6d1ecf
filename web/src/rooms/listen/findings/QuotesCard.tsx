import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { asProblem, type Problem } from '@/api/problem';
import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ConsentBadge } from '@/ui/ConsentBadge';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { FormProblem } from '@/ui/FormProblem';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { useConfirm } from '@/ui/confirm';
import { PlaceLink } from '../QuotedWords';
import { excerptsPages, useFindingChanges } from './queries';
import type { Excerpt, Finding, Side } from './wire';
import classes from './Findings.module.css';

interface QuotesCardProps {
  finding: Finding;
  mayWrite: boolean;
  onAdd: () => void;
}

/** What people said, for and against, as far as their consent and who asks allow. */
export function QuotesCard({ finding, mayWrite, onAdd }: QuotesCardProps) {
  const { t } = useText();
  const listens = useMay('listen.read');
  const none = finding.for + finding.against === 0;
  return (
    <Card title={<span id="quotes">{t('findings:quotes')}</span>} note={t('findings:quotesNote')}>
      {none && <EmptyState title={t('findings:noQuotes')} action={mayWrite && <Button onClick={onAdd}>{t('findings:addExcerpt')}</Button>}>{t('findings:noQuotesWhy')}</EmptyState>}
      {!none && !listens && <p className={classes.soft}>{t('findings:notForYou')}</p>}
      {!none && listens && (
        <div className={classes.sides}>
          <Said finding={finding} side="for" mayWrite={mayWrite} />
          <Said finding={finding} side="against" mayWrite={mayWrite} />
        </div>
      )}
    </Card>
  );
}

function Said({ finding, side, mayWrite }: { finding: Finding; side: Side; mayWrite: boolean }) {
  const { t } = useText();
  const confirm = useConfirm();
  const { removeExcerpt } = useFindingChanges();
  const [problem, setProblem] = useState<Problem | null>(null);
  const query = useInfiniteQuery(excerptsPages(finding.id, side));
  const quotes = query.data?.pages.flatMap((p) => p.items) ?? [];
  const total = finding[side];
  const remove = (excerpt: Excerpt) =>
    confirm({
      title: t('findings:removeAsk'), text: t('findings:removeWhy'), verb: t('findings:remove'),
      onConfirm: () => { setProblem(null); removeExcerpt.mutate({ id: finding.id, excerpt: excerpt.id }, { onError: (thrown) => setProblem(asProblem(thrown)) }); },
    });
  return (
    <section className={classes.side} data-side={side} aria-label={t(`findings:${side}Title`)}>
      <h3>{t(`findings:${side}Title`)} <span>{t('findings:excerptsN', { count: total })}</span></h3>
      <FormProblem problem={problem} />
      {query.isPending && <Loading />}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && quotes.length === 0 && <p className={classes.soft}>{t(total > 0 ? 'findings:notReleased' : `findings:nobody.${side}`)}</p>}
      {quotes.map((e) => <Quote key={e.id} excerpt={e} remove={mayWrite ? () => remove(e) : undefined} />)}
      {query.hasNextPage && <LoadMore shown={quotes.length} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />}
    </section>
  );
}

function Quote({ excerpt: e, remove }: { excerpt: Excerpt; remove?: () => void }) {
  const { t } = useText();
  const who = e.customer?.name || e.customer?.key || e.pseudonym;
  const firm = e.account?.name || e.account?.key;
  return (
    <blockquote className={classes.quote}>
      <p lang={e.language || undefined}>{e.text}</p>
      <footer>
        {e.consent && <ConsentBadge consent={e.consent} />}
        <span>{[who, firm].filter(Boolean).join(', ')}</span>
        <PlaceLink quote={e} />
        {remove && <Button size="compact-xs" variant="subtle" onClick={remove}>{t('findings:remove')}</Button>}
      </footer>
    </blockquote>
  );
}
