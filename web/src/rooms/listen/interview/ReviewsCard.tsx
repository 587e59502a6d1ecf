import { Button, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useSession } from '@/access/session';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { reviewsQuery, useListenChanges } from '../queries';
import type { Interview } from '../wire';
import classes from '../Listen.module.css';

/** What colleagues think of how the interview was led. */
export function ReviewsCard({ interview }: { interview: Interview }) {
  const { t } = useText();
  const format = useFormat();
  const session = useSession();
  const query = useQuery(reviewsQuery(interview.id));
  const { review } = useListenChanges();
  const form = useForm({ initialValues: { text: '' } });
  const { problem, sending, send } = useServerForm(form);
  const submit = () => send(async () => {
    await review.mutateAsync({ id: interview.id, text: form.values.text });
    form.reset();
  });
  const own = interview.owner_id === session.user.id;
  return (
    <Card title={t('listen:review.title')} note={t('listen:review.note')}>
      {query.isError && <ErrorState error={query.error} />}
      {query.data?.items.length === 0 && <p className={classes.note}>{t('listen:review.none')}</p>}
      <ul className={classes.list}>
        {query.data?.items.map((r) => <li key={r.id}><span className={classes.small}>{r.by_name || t('listen:members.gone')} · {format.date(r.at)}</span>{r.text}</li>)}
      </ul>
      {!own && (
        <form onSubmit={form.onSubmit(() => void submit())}>
          <Textarea label={t('listen:review.add')} autosize minRows={2} maxRows={10} {...form.getInputProps('text')} />
          <FormProblem problem={problem} />
          <div className={classes.end}><Button type="submit" size="xs" variant="default" loading={sending} disabled={!form.values.text.trim()}>{t('listen:review.send')}</Button></div>
        </form>
      )}
    </Card>
  );
}
