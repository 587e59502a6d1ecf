import { Link } from '@tanstack/react-router';
import { useText } from '@/i18n/useText';
import { ConsentBadge } from '@/ui/ConsentBadge';
import { Words } from '@/ui/Words';
import classes from './Listen.module.css';

/** A passage as the server shows it. */
export interface Quoted {
  text: string;
  language?: string;
  pseudonym?: string;
  consent?: 'anonymous' | 'firm' | 'person';
  document_id: string;
  kind: 'transcript' | 'comment';
  number: number;
  from_n: number;
  to_n: number;
}

/** Where a passage stands, as a link to its lines. */
export function PlaceLink({ quote, study }: { quote: Quoted; study?: string }) {
  const { t } = useText();
  const lines = quote.from_n === quote.to_n ? t('findings:line', { n: quote.from_n }) : t('findings:lines', { from: quote.from_n, to: quote.to_n });
  return (
    <Link to="/listen/documents/$id" params={{ id: quote.document_id }} search={{ from: quote.from_n, to: quote.to_n > quote.from_n ? quote.to_n : undefined }}>
      {[study, `${t(`findings:at.${quote.kind}`, { number: quote.number })}, ${lines}`].filter(Boolean).join(' · ')}
    </Link>
  );
}

/** Somebody's words with the consent, and the way to where they stand. */
export function QuotedWords({ quote, study }: { quote: Quoted; study?: string }) {
  return (
    <Words
      lang={quote.language || undefined}
      by={<span className={classes.by}>{quote.consent && <ConsentBadge consent={quote.consent} />}<span>{quote.pseudonym}</span><PlaceLink quote={quote} study={study} /></span>}
    >
      {quote.text}
    </Words>
  );
}
