import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { QuotedWords } from '../QuotedWords';
import { topicQuotesPages, wordsQuery } from './queries';
import type { Finding, Said } from './wire';
import classes from './Topics.module.css';

/** What people said of a topic: the findings that speak of it, each with some of their words, and passages. */
export function SaidCard({ program, said }: { program: string; said: Said }) {
  const { t } = useText();
  const reads = useMay('listen.read');
  const all = <Button variant="default" size="xs" renderRoot={(p) => <Link {...p} to="/listen/findings" search={said.kind === 'touchpoint' ? { program, touchpoint: said.id } : { program }} />}>{t('topics:toFindings')}</Button>;
  return (
    <Card title={t('topics:said')} note={t('topics:saidNote')} actions={said.findings.length > 0 && all}>
      {said.findings.length === 0 && <EmptyState title={t('topics:nobody')} action={all}>{t('topics:nobodyWhy')}</EmptyState>}
      <ul className={classes.findings}>{said.findings.map((f) => <Claim key={f.id} finding={f} />)}</ul>
      {reads && <Passages program={program} said={said} />}
    </Card>
  );
}

function Claim({ finding }: { finding: Finding }) {
  const { t } = useText();
  const reads = useMay('listen.read');
  const words = useQuery({ ...wordsQuery(finding.id), enabled: reads && finding.for > 0 });
  return (
    <li data-state={finding.state}>
      <p className={classes.claim}><Link to="/listen/findings/$id" params={{ id: finding.id }}>{finding.claim}</Link></p>
      <p className={classes.soft}>{[t(`findings:is.${finding.state}`), t('topics:for', { count: finding.for }), t('topics:against', { count: finding.against })].join(' · ')}</p>
      {(words.data?.items ?? []).filter((x) => x.text).map((x) => <QuotedWords key={x.id} quote={x} />)}
    </li>
  );
}

/** Passages that speak of the topic, as they are shown to everybody. */
function Passages({ program, said }: { program: string; said: Said }) {
  const { t } = useText();
  const query = useInfiniteQuery(topicQuotesPages(program, said.kind, said.id));
  const quotes = query.data?.pages.flatMap((p) => p.items) ?? [];
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (quotes.length === 0) return said.kind === 'touchpoint' ? null : <p className={classes.soft}>{t(`topics:noPassages.${said.kind}`)}</p>;
  return (
    <section className={classes.passages} aria-label={t(`topics:passagesOf.${said.kind}`)}>
      <h3>{t(`topics:passagesOf.${said.kind}`)}</h3>
      {quotes.map((q) => <QuotedWords key={q.id} quote={q} study={q.study_name} />)}
      {(query.hasNextPage || quotes.length > 8) && <LoadMore shown={quotes.length} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />}
    </section>
  );
}
