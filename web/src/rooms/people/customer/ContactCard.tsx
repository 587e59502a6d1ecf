import { Button, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { asProblem } from '@/api/problem';
import { useMay } from '@/access/session';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { FormProblem } from '@/ui/FormProblem';
import { Loading } from '@/ui/Loading';
import { useToast } from '@/ui/confirm';
import { problemText } from '@/ui/problemText';
import { useServerForm } from '@/ui/useServerForm';
import people from '../People.module.css';

const contactQuery = (id: string) =>
  queryOptions({ queryKey: ['contact', id], queryFn: () => body(api.GET('/api/customers/{id}/contact', { params: { path: { id } } })) });

/** Whether somebody may be asked now: when they were last, until when they are left in peace, what they opted out of. */
export function ContactCard({ id }: { id: string }) {
  const { t } = useText();
  const format = useFormat();
  const mayWrite = useMay('person.write');
  const query = useQuery(contactQuery(id));
  const [setting, { open, close }] = useDisclosure();
  const rest = query.data?.rest;
  const end = useEndRest(id);
  return (
    <Card title={t('people:contact.title')} actions={mayWrite && query.data && !setting && !rest && <Button size="xs" variant="default" onClick={open}>{t('people:contact.leave')}</Button>}>
      {query.isPending && <Loading />}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {setting && <RestForm id={id} onClose={close} />}
      {query.data && (
        <dl className={people.facts}>
          {rest && <div><dt>{t('people:contact.resting')}</dt><dd><b>{t('people:contact.until', { day: format.date(rest.until) })}</b> · {rest.reason}</dd></div>}
          <div><dt>{t('people:contact.last')}</dt><dd>{query.data.last_asked ? format.date(query.data.last_asked) : t('people:contact.never')}</dd></div>
          {!rest && query.data.again_from && <div><dt>{t('people:contact.again')}</dt><dd>{t('people:contact.from', { day: format.date(query.data.again_from) })}</dd></div>}
          {query.data.opt_outs.map((o) => <div key={o.program_id}><dt>{t('people:contact.optedOut')}</dt><dd>{t('people:contact.ofProgram', { program: o.program, day: format.date(o.at) })}</dd></div>)}
        </dl>
      )}
      {rest && mayWrite && <div className={people.actions}><Button size="xs" variant="default" loading={end.isPending} onClick={() => end.mutate(rest)}>{t('people:contact.end')}</Button></div>}
    </Card>
  );
}

/** Ends a rest, and puts it back where that was a slip. */
function useEndRest(id: string) {
  const { t } = useText();
  const cache = useQueryClient();
  const toast = useToast();
  const read = () => cache.invalidateQueries({ queryKey: ['contact', id] });
  const params = { path: { id } };
  return useMutation({
    mutationFn: (_: { until: string; reason: string }) => body(api.DELETE('/api/customers/{id}/rest', { params })),
    onSuccess: (_done, { until, reason }) =>
      toast({ message: t('people:contact.ended'), undo: () => void body(api.PUT('/api/customers/{id}/rest', { params, body: { until, reason } })).then(read, (error: unknown) => toast({ message: problemText(t, asProblem(error)) })) }),
    onError: (error) => toast({ message: problemText(t, asProblem(error)) }),
    onSettled: read,
  });
}

const dayAfter = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

function RestForm({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const toast = useToast();
  const form = useForm({ initialValues: { until: dayAfter(90), reason: '' } });
  const server = useServerForm(form);
  const save = ({ until, reason }: typeof form.values) =>
    server.send(async () => {
      if (!until) return form.setFieldError('until', t('problems:contact_rest.past'));
      await api.PUT('/api/customers/{id}/rest', { params: { path: { id } }, body: { until: `${until}T00:00:00Z`, reason } });
      await cache.invalidateQueries({ queryKey: ['contact', id] });
      toast({ message: t('people:contact.left') });
      onClose();
    });
  return (
    <form className={people.form} onSubmit={form.onSubmit((v) => void save(v))} noValidate>
      {server.problem && <div className={people.whole}><FormProblem problem={server.problem} /></div>}
      <TextInput type="date" label={t('people:contact.day')} required min={dayAfter(1)} {...form.getInputProps('until')} />
      <Textarea className={people.whole} label={t('people:contact.why')} description={t('people:contact.whyHint')} required autosize minRows={2} maxLength={500} {...form.getInputProps('reason')} />
      <div className={people.actions}>
        <Button type="submit" size="xs" loading={server.sending}>{t('people:contact.leave')}</Button>
        <Button size="xs" variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
      </div>
    </form>
  );
}
