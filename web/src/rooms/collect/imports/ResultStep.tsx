import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { api, body } from '@/api/client';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { FormProblem } from '@/ui/FormProblem';
import { Page } from '@/ui/Page';
import { useConfirm } from '@/ui/confirm';
import { importQuery } from '../queries';
import type { Import } from '../wire';
import { Rejects } from './Rejects';
import classes from './ResultStep.module.css';

const counted = ['new', 'changed', 'same', 'rejected'] as const;

const problems = ['gone', 'gave_up'] as const;
const isKnown = (key: string | undefined): key is (typeof problems)[number] => problems.some((p) => p === key);

// Screens of other rooms, where what came in is seen.
const onward = {
  customers: { to: '/people', words: 'collect:result.customers' },
  accounts: { to: '/people/accounts', words: 'collect:result.accounts' },
  events: { to: '/journeys/touchpoints', words: 'collect:result.register' },
} as const;

/** What became of a file: how many rows, which were refused and why, and on to the figure. */
export function ResultStep({ item }: { item: Import }) {
  const { t } = useText();
  const format = useFormat();
  const client = useQueryClient();
  const confirm = useConfirm();
  // Everything that was read before the rows came in is old now.
  useEffect(() => {
    void client.invalidateQueries({ predicate: (q) => q.queryKey[0] !== 'import' && q.queryKey[0] !== 'session' });
  }, [client, item.state]);
  const undo = useMutation({
    mutationFn: () => body(api.POST('/api/imports/{id}/undo', { params: { path: { id: item.id } } })),
    onSuccess: (next) => client.setQueryData(importQuery(item.id).queryKey, next),
  });
  const again = useMutation({
    mutationFn: () => body(api.POST('/api/imports/{id}/start', { params: { path: { id: item.id } } })),
    onSuccess: (next) => client.setQueryData(importQuery(item.id).queryKey, next),
  });
  const failed = undo.error ?? again.error;
  const took = item.counts.new + item.counts.changed + item.counts.same > 0 && item.state !== 'undone';
  const program = item.program_id;

  const undone = ({ kind, counts }: Import) => {
    if (kind === 'customers' || kind === 'accounts') return t('collect:undo.textParties');
    if (kind === 'events') return t('collect:undo.textEvents', { count: counts.new, n: format.number(counts.new) });
    return t('collect:undo.text', { n: format.number(counts.new) });
  };

  return (
    <Page
      title={t(`collect:result.title.${item.state as 'done'}`, { file: item.file.name })}
      lead={item.finished_at && t('collect:result.lead', { at: format.dateTime(item.finished_at), who: item.created_by })}
      actions={took && program && <Button component={Link} to="/" search={{ program } as never}>{t('collect:result.figure')}</Button>}
    >
      <Card>
        {item.problem && <p className={classes.problem} role="alert">{isKnown(item.problem_key) ? t(`collect:result.problem.${item.problem_key}`) : item.problem}</p>}
        <dl className={classes.counts}>
          {counted.map((c) => (
            <div key={c} data-zero={item.counts[c] === 0 || undefined}>
              <dd>{format.number(item.counts[c])}</dd>
              <dt>{t(`collect:count.${c}`)}</dt>
            </div>
          ))}
        </dl>
        {item.state === 'done' && item.counts.new === 0 && item.counts.changed === 0 && item.counts.same > 0 && <p className={classes.note}>{t('collect:result.nothingNew')}</p>}
        <FormProblem problem={failed ? asProblem(failed) : null} />
        <p className={classes.actions}>
          {(item.state === 'failed' || item.state === 'cancelled') && <Button size="compact-sm" loading={again.isPending} onClick={() => again.mutate()}>{t('collect:result.again')}</Button>}
          {took && program && <Link to="/answers" search={{ program, import: item.id }}>{t('collect:result.answers')}</Link>}
          {took && item.kind !== 'answers' && <Link to={onward[item.kind].to as '/'}>{t(onward[item.kind].words)}</Link>}
          <Link to="/import">{t('collect:result.more')}</Link>
          {item.can_undo && (
            <Button
              variant="subtle" size="compact-sm" loading={undo.isPending}
              onClick={() => confirm({ title: t('collect:undo.title', { file: item.file.name }), text: undone(item), verb: t('collect:undo.verb'), onConfirm: () => undo.mutate() })}
            >
              {t('collect:undo.do')}
            </Button>
          )}
          {item.undo_note && item.state !== 'undone' && <span className={classes.note}>{t('collect:undo.later')}</span>}
        </p>
      </Card>
      {item.counts.rejected > 0 && <Rejects id={item.id} count={item.counts.rejected} />}
    </Page>
  );
}
