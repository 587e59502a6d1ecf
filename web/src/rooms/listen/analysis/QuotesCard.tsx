import { Button, Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ConsentBadge } from '@/ui/ConsentBadge';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Words } from '@/ui/Words';
import type { Index } from '../coding/codes';
import { modes, type Book } from '../coding/wire';
import { useCoderName } from '../useCoderName';
import { quotesPath, quotesQuery, type Mode, type Quote } from './queries';
import classes from './Analysis.module.css';

interface QuotesCardProps {
  study: string;
  book: Book;
  index: Index;
  code: string;
  onCode: (code: string) => void;
}

/** The passages in their words, by code and by what they show. */
export function QuotesCard({ study, book, index, code, onCode }: QuotesCardProps) {
  const { t, i18n } = useText();
  const [mode, setMode] = useState<Mode | null>(null);
  const filter = { ...(code && { code }), ...(mode && { mode }) };
  const quotes = useInfiniteQuery(quotesQuery(study, filter));
  const shown = (quotes.data?.pages ?? []).flatMap((p) => p?.items ?? []);
  const take = (format: 'xlsx' | 'docx') => quotesPath(study, filter, format, i18n.language);
  return (
    <Card
      title={t('analysis:quotes.title')}
      note={t('analysis:quotes.note')}
      actions={
        <>
          <Button component="a" href={take('xlsx')} download variant="default" size="xs">{t('analysis:quotes.xlsx')}</Button>
          <Button component="a" href={take('docx')} download variant="default" size="xs">{t('analysis:quotes.docx')}</Button>
        </>
      }
    >
      <div className={classes.filters}>
        <Select
          label={t('analysis:quotes.code')} placeholder={t('analysis:quotes.anyCode')} clearable searchable size="sm" value={code || null} onChange={(v) => onCode(v ?? '')}
          data={(book.families ?? []).map((f) => ({ group: f.name, items: (book.codes ?? []).filter((c) => c.family_id === f.id && c.state !== 'merged').map((c) => ({ value: c.id, label: c.name })) }))}
        />
        <Select
          label={t('analysis:quotes.mode')} placeholder={t('analysis:quotes.anyMode')} clearable size="sm" value={mode} onChange={setMode}
          data={modes.map((m) => ({ value: m, label: t(`analysis:mode.${m}`) }))}
        />
      </div>
      {quotes.error ? (
        <ErrorState error={quotes.error} retry={() => void quotes.refetch()} />
      ) : quotes.data && shown.length === 0 ? (
        <p className={classes.note}>{t('analysis:quotes.empty')}</p>
      ) : (
        <ul className={classes.quotes}>{shown.map((q) => <li key={q.coding.id}><QuoteWords quote={q} index={index} /></li>)}</ul>
      )}
      {shown.length > 0 && <LoadMore shown={shown.length} hasMore={quotes.hasNextPage} loading={quotes.isFetchingNextPage} onMore={() => void quotes.fetchNextPage()} />}
    </Card>
  );
}

function QuoteWords({ quote, index }: { quote: Quote; index: Index }) {
  const { t } = useText();
  const coderName = useCoderName();
  const { coding } = quote;
  const lines = t('analysis:quotes.lines', { count: coding.to_n - coding.from_n + 1, from: coding.from_n, to: coding.to_n });
  const source = t(`analysis:quotes.${quote.kind === 'comment' ? 'comment' : 'interview'}`, { number: quote.number });
  return (
    <Words
      by={
        <span className={classes.by}>
          <span className={classes.tag} style={{ '--c': index.colour(quote.stands_id) } as React.CSSProperties}>
            <span className={classes.mark} aria-hidden="true" />
            {index.codes.get(quote.stands_id)?.name}{coding.mode ? `, ${t(`analysis:mode.${coding.mode}`)}` : ''}
          </span>
          {quote.consent && <ConsentBadge consent={quote.consent} />}
          <Link to="/listen/documents/$id" params={{ id: coding.document_id }} aria-label={`${t('analysis:quotes.open')}: ${source}, ${lines}`}>
            {quote.pseudonym ? `${quote.pseudonym}. ` : ''}{source}, {lines}
          </Link>
          {coding.coder.name && <span>{t('analysis:quotes.coder', { name: coderName(coding.coder) })}</span>}
        </span>
      }
    >
      {quote.text || <span className={classes.erased}>{t('analysis:quotes.erased')}</span>}
    </Words>
  );
}
