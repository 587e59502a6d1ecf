import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useFormat } from '@/format/context';
import { inWords } from '@/i18n/inWords';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { decisionsQuery, reasonHistoryPages, useReasonChanges } from './queries';
import type { ReasonList } from './wire';
import classes from './Reasons.module.css';

/** What became of a list: decisions that stand and may be taken back, breaks, and all that was done. */
export function StoryCard({ list, mayWrite }: { list: ReasonList; mayWrite: boolean }) {
  const { t, i18n } = useText();
  const format = useFormat();
  const changes = useReasonChanges(list);
  const decisions = useQuery(decisionsQuery(list.id));
  const history = useInfiniteQuery(reasonHistoryPages(list.id));
  const events = history.data?.pages.flatMap((p) => p.items) ?? [];
  const named = (code: string) => inWords(list.reasons.find((r) => r.code === code)?.text ?? {}, i18n.language);
  return (
    <Card title={t('measure:reasons.story')} note={t(list.breaks.length > 0 ? 'measure:breaks.note' : 'measure:reasons.unbroken')}>
      <ul className={classes.list}>
        {list.breaks.map((b) => (
          <li key={`${b.at} ${b.survey_id ?? ''}`}><p className={classes.soft}>{format.dateTime(b.at)} · {t('measure:breaks.bySurvey', { n: b.number ?? 0, name: b.survey_name ?? '' })}</p></li>
        ))}
        {decisions.data?.items.map((d) => (
          <li key={d.stems}>
            <div className={classes.what}>
              <p>{t(`measure:reasons.event.${d.verdict}`, { label: d.stems, reason: named(d.code) })}</p>
              <p className={classes.soft}>{t('measure:reasonBy', { who: d.by_name, day: format.date(d.at) })}</p>
            </div>
            {mayWrite && <Button size="xs" variant="default" aria-label={t('measure:reasons.undoOf', { name: d.stems })} loading={changes.undo.isPending} onClick={() => changes.undo.mutate(d.stems)}>{t('measure:reasons.undo')}</Button>}
          </li>
        ))}
      </ul>
      {(decisions.isPending || history.isPending) && <Loading />}
      {decisions.isError && <ErrorState error={decisions.error} retry={() => void decisions.refetch()} />}
      {history.isError && <ErrorState error={history.error} retry={() => void history.refetch()} />}
      {history.isSuccess && events.length === 0 && <p className={classes.soft}>{t('measure:reasons.nothingYet')}</p>}
      {events.length > 0 && (
        <details>
          <summary>{t('measure:reasons.history')}</summary>
          <ul className={classes.list}>
            {events.map((e) => (
              <li key={e.id}>
                <div className={classes.what}>
                  <p>{t(`measure:reasons.event.${e.what}`, { label: e.label, reason: named(e.code) })}</p>
                  <p className={classes.soft}>{t('measure:reasonBy', { who: e.by_name, day: format.date(e.at) })}</p>
                </div>
              </li>
            ))}
          </ul>
          {history.hasNextPage && <LoadMore shown={events.length} hasMore loading={history.isFetchingNextPage} onMore={() => void history.fetchNextPage()} />}
        </details>
      )}
    </Card>
  );
}
