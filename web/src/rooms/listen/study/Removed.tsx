import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '@/access/session';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { useToast } from '@/ui/confirm';
import { removedQuery, useListenChanges } from '../queries';
import { useAttempt } from '../useAttempt';
import type { RemovedDocument, Study } from '../wire';
import classes from '../Listen.module.css';

/** What was removed in the last week, each with the way back; nothing where nothing was. */
export function Removed({ study }: { study: Study }) {
  const { t } = useText();
  const rows = useQuery(removedQuery(study.id)).data ?? [];
  if (rows.length === 0) return null;
  return (
    <details className={classes.removed}>
      <summary>{t('listen:removed.title', { count: rows.length })}</summary>
      <ul className={classes.list}>
        {rows.map((row) => <Row key={row.id} row={row} />)}
      </ul>
    </details>
  );
}

function Row({ row }: { row: RemovedDocument }) {
  const { t } = useText();
  const format = useFormat();
  const toast = useToast();
  const attempt = useAttempt();
  const may = useMay('listen.write');
  const { restoreDocument } = useListenChanges();
  const restore = async () => {
    if (await attempt(() => restoreDocument.mutateAsync(row.id))) toast({ message: t('listen:removeDocument.back') });
  };
  const name = row.interview_number ? `${t('listen:interviewNo', { n: row.interview_number })}${row.pseudonym ? ` · ${row.pseudonym}` : ''}` : row.question || t('listen:removed.comment');
  return (
    <li>
      <div className={classes.row}>
        <span>
          <b>{name}</b>
          <span className={classes.small}>{t('listen:removed.when', { day: format.day(row.removed_at), who: row.removed_by ?? '', until: format.day(row.until) })}</span>
        </span>
        {may && <Button size="compact-sm" variant="default" aria-label={t('listen:removed.putBackOf', { name })} loading={restoreDocument.isPending} onClick={() => void restore()}>{t('listen:removed.putBack')}</Button>}
      </div>
    </li>
  );
}
