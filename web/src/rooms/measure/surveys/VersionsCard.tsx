import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@mantine/core';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { BreakList, DifferenceList } from './Differences';
import { draftOf, isKind } from './draft';
import { askableQuery, versionQuery, versionsPages } from './queries';
import type { Survey, SurveyVersion } from './wire';
import classes from './Surveys.module.css';

/** What was published, the newest first; each can be read as it was asked. */
export function VersionsCard({ survey }: { survey: Survey }) {
  const { t } = useText();
  const query = useInfiniteQuery(versionsPages(survey.id));
  const measures = useQuery(askableQuery(survey.program_id)).data?.items ?? [];
  const all = query.data?.pages.flatMap((p) => p.items) ?? [];
  return (
    <Card title={t('surveys:versions.title')} note={t('surveys:versions.note')}>
      {query.isPending && <Loading />}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && all.length === 0 && <EmptyState title={t('surveys:versions.none')}>{t('surveys:versions.noneWhy')}</EmptyState>}
      <ol className={classes.remarks}>
        {all.map((v) => <Version key={v.number} survey={survey} version={v} nameOf={(id) => measures.find((m) => m.id === id)?.name ?? id} />)}
      </ol>
      {all.length > 0 && query.hasNextPage && <LoadMore shown={all.length} hasMore loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />}
    </Card>
  );
}

function Version({ survey, version: v, nameOf }: { survey: Survey; version: SurveyVersion; nameOf: (measure: string) => string }) {
  const { t } = useText();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  return (
    <li>
      <span><strong>{t('surveys:versions.number', { n: v.number })}</strong> {t('surveys:versions.by', { day: format.dateTime(v.published_at), name: v.published_by })}</span>
      {v.note && <span>{v.note}</span>}
      {v.breaks.length > 0 && <BreakList breaks={v.breaks} nameOf={nameOf} />}
      {v.differences.length > 0 && <DifferenceList differences={v.differences} />}
      <div><Button variant="subtle" size="compact-xs" aria-expanded={open} onClick={() => setOpen(!open)}>{t(open ? 'surveys:versions.hide' : 'surveys:versions.read', { n: v.number })}</Button></div>
      {open && <Asked survey={survey.id} number={v.number} />}
    </li>
  );
}

// What a version asked, as it was asked.
function Asked({ survey, number }: { survey: string; number: number }) {
  const { t } = useText();
  const query = useQuery(versionQuery(survey, number));
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  const draft = draftOf(query.data.document);
  const base = draft.languages[0] ?? '';
  return (
    <ol className={classes.remarks}>
      {draft.pages.flatMap((p) => p.questions).map((q) => (
        <li key={q.code}>
          <span lang={base}>{q.text[base]}</span>
          <span className={classes.where}>{isKind(q.kind) ? t(`surveys:kind.${q.kind}`) : q.kind} · {q.code}</span>
          {(q.options ?? []).length > 0 && <span className={classes.where} lang={base}>{(q.options ?? []).map((o) => o.text[base]).join(' · ')}</span>}
          {(q.rows ?? []).length > 0 && <span className={classes.where} lang={base}>{(q.rows ?? []).map((r) => r.text[base]).join(' · ')}</span>}
        </li>
      ))}
    </ol>
  );
}
