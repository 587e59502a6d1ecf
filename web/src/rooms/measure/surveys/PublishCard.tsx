import { Button, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '@/api/client';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { FormProblem } from '@/ui/FormProblem';
import { Loading } from '@/ui/Loading';
import { useToast } from '@/ui/confirm';
import { BreakList, DifferenceList } from './Differences';
import { placeName } from './place';
import { checkQuery } from './queries';
import { remarkText } from './remarkText';
import type { Remark, Survey, SurveyCheck } from './wire';
import classes from './Surveys.module.css';

/** What is gone through before publishing, and the button that publishes. */
export function PublishCard({ survey, mayWrite }: { survey: Survey; mayWrite: boolean }) {
  const { t } = useText();
  const query = useQuery(checkQuery(survey.id, survey.version));
  return (
    <Card title={t('surveys:publish.title')} note={t('surveys:publish.note')}>
      {query.isPending && <Loading />}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.data && !survey.unpublished && <EmptyState title={t('surveys:publish.nothing')}>{t('surveys:publish.nothingWhy', { n: survey.published })}</EmptyState>}
      {query.data && survey.unpublished && <Checked key={query.data.version} survey={survey} check={query.data} mayWrite={mayWrite && survey.state !== 'archived'} />}
    </Card>
  );
}

function Checked({ survey, check, mayWrite }: { survey: Survey; check: SurveyCheck; mayWrite: boolean }) {
  const { t } = useText();
  const format = useFormat();
  const client = useQueryClient();
  const toast = useToast();
  const [reasons, setReasons] = useState<Record<string, string>>({});
  const [note, setNote] = useState('');
  const nameOf = (id: string) => check.measures.find((m) => m.measure_id === id)?.name ?? id;
  const groundless = check.remarks.filter((r) => r.key === 'groundless');
  const inTheWay = check.remarks.filter((r) => r.severity === 'refuse' && (r.key !== 'groundless' || (reasons[r.other ?? ''] ?? '').trim().length < 10));
  const publish = useMutation({
    mutationFn: () => body(api.POST('/api/surveys/{id}/versions', { params: { path: { id: survey.id }, header: { 'If-Match': `"${check.version}"` } }, body: { note, reasons } })),
    onSuccess: async (done) => {
      await client.invalidateQueries();
      toast({ message: t('surveys:publish.done', { n: done.version.number, name: survey.name }) });
    },
  });
  return (
    <div className={classes.column}>
      <p className={classes.soft}>{t('surveys:publish.minutes', { minutes: format.number(check.minutes, check.minutes < 10 ? 1 : 0) })}</p>
      {check.remarks.length === 0 ? <p>{t('surveys:publish.clear')}</p> : <Remarks remarks={check.remarks} />}
      {groundless.map((r) => (
        <Textarea
          key={r.other} label={t('surveys:publish.reason', { name: nameOf(r.other ?? '') })} description={t('surveys:publish.reasonHint')} autosize minRows={2} maxLength={1000}
          value={reasons[r.other ?? ''] ?? ''} onChange={(e) => setReasons({ ...reasons, [r.other ?? '']: e.currentTarget.value })}
        />
      ))}
      {check.breaks.length > 0 && <BreakList breaks={check.breaks} nameOf={nameOf} will />}
      {check.differences.length > 0 && <DifferenceList differences={check.differences} />}
      {mayWrite && (
        <>
          <Textarea label={t('surveys:publish.noteLabel')} autosize minRows={1} maxLength={1000} value={note} onChange={(e) => setNote(e.currentTarget.value)} />
          <FormProblem problem={publish.isError ? asProblem(publish.error) : null} />
          <div><Button disabled={inTheWay.length > 0} loading={publish.isPending} onClick={() => publish.mutate()}>{t(check.breaks.length > 0 ? 'surveys:publish.breaking' : 'surveys:publish.verb', { n: survey.published + 1 })}</Button></div>
        </>
      )}
    </div>
  );
}

function Remarks({ remarks }: { remarks: readonly Remark[] }) {
  const { t, i18n } = useText();
  return (
    <ul className={classes.remarks}>
      {remarks.map((r) => (
        <li key={`${r.path} ${r.key} ${r.other ?? ''}`} data-severity={r.severity}>
          <span><strong>{t(`surveys:severity.${r.severity as 'refuse' | 'warn'}`)}</strong> {remarkText(t, i18n.language, r)}</span>
          <span className={classes.where}>{placeName(t, r.path)}</span>
        </li>
      ))}
    </ul>
  );
}
