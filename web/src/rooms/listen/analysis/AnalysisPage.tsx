import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { asProblem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorPage } from '@/ui/ErrorPage';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { indexed } from '../coding/codes';
import { studyQuery } from '../queries';
import { bookQuery } from '../coding/queries';
import { CodesCard } from './CodesCard';
import { QuotesCard } from './QuotesCard';
import { SaturationCard } from './SaturationCard';
import { TogetherCard } from './TogetherCard';
import { countsQuery, saturationQuery, togetherQuery } from './queries';
import classes from './Analysis.module.css';

/** What a study's codes tell: how often, from whom, what is new, what meets, and the words. */
export function AnalysisPage() {
  const { id } = useParams({ from: '/shell/listen/studies/$id/codes' });
  const { t } = useText();
  const study = useQuery(studyQuery(id));
  const book = useQuery(bookQuery(id));
  const counts = useQuery(countsQuery(id));
  const saturation = useQuery(saturationQuery(id));
  const together = useQuery(togetherQuery(id));
  const [code, setCode] = useState('');
  if (study.data && counts.error && asProblem(counts.error).code === 'not_found') {
    return (
      <Page title={t('analysis:title')}>
        <EmptyState title={t('analysis:closed.title')}>{t('analysis:closed.why')}</EmptyState>
      </Page>
    );
  }
  const failed = [study, book, counts, saturation, together].find((q) => q.error);
  if (failed) return <ErrorPage error={failed.error} retry={() => void failed.refetch()} />;
  if (!study.data || book.data === undefined || !counts.data || !saturation.data || !together.data) return <Loading />;
  const index = indexed(book.data ?? undefined);
  return (
    <Page
      title={t('analysis:title')}
      lead={t('analysis:lead', { study: study.data.name })}
      actions={book.data && <Button variant="default" renderRoot={(p) => <Link {...p} to="/listen/codebooks/$id" params={{ id: book.data?.id ?? '' }} />}>{t('analysis:book')}</Button>}
    >
      {counts.data.length === 0 || !book.data ? (
        <EmptyState title={t('analysis:none.title')}>{t('analysis:none.why')}</EmptyState>
      ) : (
        <div className={classes.cards}>
          <CodesCard study={id} book={book.data} counts={counts.data} chosen={code} onChoose={setCode} />
          <div className={classes.pair}>
            <SaturationCard curve={saturation.data} />
            <TogetherCard pairs={together.data} index={index} />
          </div>
          <QuotesCard study={id} book={book.data} index={index} code={code} onCode={setCode} />
        </div>
      )}
    </Page>
  );
}
