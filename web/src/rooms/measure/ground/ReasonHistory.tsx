import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { reasonsQuery } from '../queries';
import classes from './Ground.module.css';

/** The reasons that were written down for a measure, one after the other, folded until somebody asks. */
export function ReasonHistory({ measure, name }: { measure: string; name: string }) {
  const { t } = useText();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const query = useQuery({ ...reasonsQuery(measure), enabled: open });
  return (
    <details onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary className={classes.soft} aria-label={t('measure:reason.historyOf', { name })}>{t('measure:reason.history')}</summary>
      {query.isLoading && <Loading />}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.data?.items.length === 0 && <p className={classes.soft}>{t('measure:reason.never')}</p>}
      <ol className={classes.reasons}>
        {query.data?.items.map((r) => (
          <li key={`${r.at} ${r.text}`}>
            {r.text || <em>{t('measure:reason.takenBack')}</em>}
            <span className={classes.soft}> {t('measure:reasonBy', { who: r.by_name ?? '', day: format.date(r.at) })}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}
