import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, body } from '@/api/client';
import { asProblem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { useConfirm, useToast } from '@/ui/confirm';
import { problemText } from '@/ui/problemText';
import type { Survey, SurveyState } from './wire';

/** Opens, closes, copies and puts away a survey; removes one that was never published. */
export function SurveyActions({ survey }: { survey: Survey }) {
  const { t } = useText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const confirm = useConfirm();
  const header = { 'If-Match': `"${survey.version}"` };
  const onError = (error: unknown) => toast({ message: problemText(t, asProblem(error)) });
  const put = useMutation({
    mutationFn: (state: SurveyState) => body(api.PATCH('/api/surveys/{id}', { params: { path: { id: survey.id }, header }, body: { state } })),
    onSuccess: async (now) => {
      await client.invalidateQueries();
      toast({ message: t(`surveys:put.${now.state}`, { name: now.name }) });
    },
    onError,
  });
  const copy = useMutation({
    mutationFn: () => body(api.POST('/api/surveys', { body: { program_id: survey.program_id, name: t('surveys:copyName', { name: survey.name }), language: 'en', copy_of: survey.id } })),
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: ['surveys'] });
      await navigate({ to: '/measures/surveys/$id', params: { id: made.id } });
    },
    onError,
  });
  const remove = useMutation({
    mutationFn: () => body(api.DELETE('/api/surveys/{id}', { params: { path: { id: survey.id }, header } })),
    onSuccess: async () => {
      await navigate({ to: '/measures/surveys', search: { program: survey.program_id } });
      await client.invalidateQueries({ queryKey: ['surveys'] });
      toast({ message: t('surveys:removed', { name: survey.name }) });
    },
    onError,
  });
  const close = () => confirm({ title: t('surveys:close.title', { name: survey.name }), text: t('surveys:close.text'), verb: t('surveys:verb.closed'), onConfirm: () => put.mutate('closed') });
  const askRemove = () => confirm({ title: t('surveys:removal.title', { name: survey.name }), text: t('surveys:removal.text'), verb: t('surveys:remove'), onConfirm: () => remove.mutate() });
  const busy = put.isPending || copy.isPending || remove.isPending;
  const to = (state: SurveyState) => <Button key={state} variant="default" disabled={busy} onClick={() => (state === 'closed' && survey.state === 'open' ? close() : put.mutate(state))}>{t(survey.state === 'archived' ? 'surveys:verb.back' : `surveys:verb.${state}`)}</Button>;
  return (
    <>
      {survey.state === 'open' && <Button component="a" variant="default" href={`/s/${survey.slug}`} target="_blank" rel="noopener">{t('surveys:openLink')}</Button>}
      <Button variant="default" disabled={busy} onClick={() => copy.mutate()}>{t('surveys:copy')}</Button>
      {survey.state === 'open' && to('closed')}
      {survey.state === 'closed' && [to('open'), to('archived')]}
      {survey.state === 'draft' && survey.published === 0 && <Button variant="default" disabled={busy} onClick={askRemove}>{t('surveys:remove')}</Button>}
      {survey.state === 'archived' && to('closed')}
    </>
  );
}
