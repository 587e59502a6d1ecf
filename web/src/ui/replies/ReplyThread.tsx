import { Button, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { useConfirm, useToast } from '../confirm';
import { ErrorState } from '../ErrorState';
import { FormProblem } from '../FormProblem';
import { Loading } from '../Loading';
import { problemText } from '../problemText';
import { useServerForm } from '../useServerForm';
import { removeReply, threadKey, threadQuery, writeReply, type About, type Message } from './queries';
import classes from './ReplyThread.module.css';

/** What the house and who answered wrote to each other about an answer, and a form to go on; nobody's address is behind it. */
export function ReplyThread({ about }: { about: About }) {
  const { t } = useText();
  const query = useQuery(threadQuery(about));
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  const { messages, day_only: dayOnly, may_reply: mayReply } = query.data;
  return (
    <div className={classes.thread}>
      <p className={classes.note}>{mayReply || messages.length > 0 ? t(dayOnly ? 'replies:note.anonymous' : 'replies:note.answer') : t('replies:note.cannot')}</p>
      {messages.length > 0 && (
        <ol className={classes.messages}>
          {messages.map((m) => <Said key={m.id} about={about} message={m} dayOnly={dayOnly} mayRemove={mayReply} />)}
        </ol>
      )}
      {mayReply && <Write about={about} />}
    </div>
  );
}

function useDone(about: About) {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: threadKey(about).slice(0, 3) });
}

function Said({ about, message: m, dayOnly, mayRemove }: { about: About; message: Message; dayOnly: boolean; mayRemove: boolean }) {
  const { t } = useText();
  const format = useFormat();
  const confirm = useConfirm();
  const toast = useToast();
  const done = useDone(about);
  const remove = useMutation({ mutationFn: () => removeReply(about, m.id), onSuccess: done, onError: (error) => toast({ message: problemText(t, asProblem(error)) }) });
  const day = m.at.slice(0, 10);
  return (
    <li className={m.team ? classes.ours : classes.theirs}>
      <p className={classes.by}><strong>{m.team ? m.by || t('replies:house') : t('replies:they')}</strong> <time dateTime={dayOnly ? day : m.at}>{dayOnly ? format.day(day) : format.dateTime(m.at)}</time></p>
      <p className={classes.text}>{m.text}</p>
      {m.team && mayRemove && (
        <Button
          variant="subtle" size="compact-xs" loading={remove.isPending}
          onClick={() => confirm({ title: t('replies:remove.title'), text: t('replies:remove.text'), verb: t('replies:remove.verb'), onConfirm: () => remove.mutate() })}
        >
          {t('replies:remove.verb')}
        </Button>
      )}
    </li>
  );
}

function Write({ about }: { about: About }) {
  const { t } = useText();
  const done = useDone(about);
  const form = useForm({ initialValues: { text: '' } });
  const { problem, sending, send } = useServerForm(form);
  const submit = form.onSubmit(({ text }) => void send(async () => {
    await writeReply(about, text);
    form.reset();
    await done();
  }));
  return (
    <form onSubmit={submit} className={classes.form}>
      <FormProblem problem={problem} />
      <Textarea label={t('replies:write')} autosize minRows={3} maxRows={12} maxLength={4000} {...form.getInputProps('text')} />
      <Button type="submit" loading={sending} disabled={form.values.text.trim() === ''}>{t('replies:send')}</Button>
    </form>
  );
}
