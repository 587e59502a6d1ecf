import { Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { indexed } from '../codes';
import { documentQuery } from '../../queries';
import { agreementQuery, bookQuery, differencesQuery, linesQuery, passesQuery } from '../queries';
import { AgreementTable } from './AgreementTable';
import { DifferenceCard } from './DifferenceCard';
import classes from './Settle.module.css';

/** Differences that are drawn at a time. */
const atOnce = 30;

/** Where the coders of a document differ, passage by passage, to be settled with a reason; and how far they agree. */
export function SettlePage() {
  const { id } = useParams({ from: '/shell/listen/documents/$id/settle' });
  const { t } = useText();
  const [show, setShow] = useState<'open' | 'all'>('open');
  const [most, setMost] = useState(atOnce);
  const document = useQuery(documentQuery(id));
  const study = document.data?.study_id ?? '';
  const known = document.data?.originals === true;
  const lines = useQuery({ ...linesQuery(id), enabled: known });
  const passes = useQuery({ ...passesQuery(id), enabled: known });
  const differences = useQuery({ ...differencesQuery(id), enabled: known });
  const book = useQuery({ ...bookQuery(study), enabled: known });
  const agreement = useQuery({ ...agreementQuery(study), enabled: known });
  const failed = [document, lines, passes, differences, book, agreement].find((q) => q.error);
  const title = t('coding:settle.title');
  if (failed) return <ErrorState error={failed.error} retry={() => void failed.refetch()} />;
  if (document.data && !known) return <Page title={title}><EmptyState title={t('coding:closed.title')}>{t('coding:closed.why')}</EmptyState></Page>;
  if (!document.data || !lines.data || !passes.data || !differences.data || book.data === undefined || !agreement.data) return <Loading />;
  const index = indexed(book.data ?? undefined);
  const names = new Map(passes.data.map((p) => [p.coder.id, p.coder.name || p.coder.id]));
  const open = differences.data.filter((d) => !d.settled);
  const list = show === 'open' ? open : differences.data;
  const back = <Button component={Link} to="/listen/documents/$id" params={{ id } as never} variant="default">{t('coding:settle.back')}</Button>;
  if (!passes.data.some((p) => p.opened_at || !p.blind)) {
    return <Page title={title} actions={back}><EmptyState title={t('coding:settle.sealed.title')}>{t('coding:settle.sealed.why')}</EmptyState></Page>;
  }
  return (
    <Page title={title} lead={t('coding:settle.lead', { count: open.length, all: differences.data.length })} actions={back}>
      <div className={classes.cols}>
        <section aria-label={t('coding:settle.list')}>
          {differences.data.length > 0 && (
            <SegmentedControl mb={14} size="sm" value={show} onChange={(v) => setShow(v as 'open' | 'all')} data={[{ value: 'open', label: t('coding:settle.open', { count: open.length }) }, { value: 'all', label: t('coding:settle.all', { count: differences.data.length }) }]} />
          )}
          {list.length === 0 && <EmptyState title={t(differences.data.length ? 'coding:settle.done.title' : 'coding:settle.none.title')}>{t(differences.data.length ? 'coding:settle.done.why' : 'coding:settle.none.why')}</EmptyState>}
          {list.slice(0, most).map((d) => (
            <DifferenceCard key={`${d.code_id} ${d.from_n} ${d.to_n}`} difference={d} document={id} study={study} lines={lines.data} index={index} names={names} />
          ))}
          {list.length > most && <Button variant="subtle" onClick={() => setMost(most + atOnce)}>{t('coding:find.more')}</Button>}
        </section>
        <AgreementTable agreement={agreement.data} index={index} />
      </div>
    </Page>
  );
}
