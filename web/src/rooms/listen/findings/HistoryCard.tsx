import { useQuery } from '@tanstack/react-query';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { historyQuery } from './queries';
import type { Finding } from './wire';
import classes from './Findings.module.css';

/** What was done to the finding, with the words as they were. */
export function HistoryCard({ finding }: { finding: Finding }) {
  const { t } = useText();
  const format = useFormat();
  const query = useQuery(historyQuery(finding.id));
  if (query.isPending) return null;
  return (
    <Card title={t('findings:history')}>
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      <ol className={classes.history}>
        {query.data?.items.map((step) => (
          <li key={`${step.at} ${step.what}`}>
            <span>{t(`findings:did.${step.what}`)}{step.by ? `, ${step.by}` : ''}</span>
            <time dateTime={step.at}>{format.shortDate(step.at)}</time>
            {step.reason && <q>{step.reason}</q>}
            {step.before && <small>{t('findings:before')} {step.before.claim}</small>}
          </li>
        ))}
      </ol>
    </Card>
  );
}
