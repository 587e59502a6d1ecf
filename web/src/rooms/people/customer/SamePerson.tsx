import { Button } from '@mantine/core';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, body } from '@/api/client';
import { asProblem, type Problem } from '@/api/problem';
import { useMay } from '@/access/session';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { FormProblem } from '@/ui/FormProblem';
import { useConfirm, useToast } from '@/ui/confirm';
import { nameOf } from '../customers/CustomersTable';
import type { Customer } from '../wire';
import { SideBySide } from './SideBySide';
import classes from './SamePerson.module.css';

const duplicatesQuery = (id: string) =>
  queryOptions({ queryKey: ['duplicates', id], queryFn: () => body(api.GET('/api/customers/{id}/duplicates', { params: { path: { id } } })) });
const mergesQuery = (id: string) =>
  queryOptions({ queryKey: ['merges', id], queryFn: () => body(api.GET('/api/customers/{id}/merges', { params: { path: { id } } })) });

/** Who may be the same person, set side by side and merged; and what was merged, to be undone. */
export function SamePerson({ customer }: { customer: Customer }) {
  const { t } = useText();
  const format = useFormat();
  const cache = useQueryClient();
  const confirm = useConfirm();
  const toast = useToast();
  const mayWrite = useMay('person.write');
  const duplicates = useQuery(duplicatesQuery(customer.id));
  const merges = useQuery(mergesQuery(customer.id));
  const [problem, setProblem] = useState<Problem | null>(null);
  const candidates = duplicates.data?.items ?? [];
  const merged = merges.data?.items ?? [];
  const work = async (call: () => Promise<unknown>) => {
    setProblem(null);
    try {
      await call();
      await Promise.all(['customer', 'customers', 'duplicates', 'merges', 'contacts', 'timeline', 'party-traits', 'account-scores', 'scores-of-account'].map((key) => cache.invalidateQueries({ queryKey: [key] })));
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  };
  const undo = (id: string) => void work(() => api.POST('/api/merges/{id}/undo', { params: { path: { id } } }));
  const merge = (gone: Customer) =>
    confirm({
      title: t('people:same.ask', { gone: nameOf(gone), kept: nameOf(customer) }), text: t('people:same.askWhy'), verb: t('people:same.merge'),
      onConfirm: () => void work(async () => {
        const done = await body(api.POST('/api/customers/{id}/merge', { params: { path: { id: gone.id } }, body: { into: customer.id } }));
        toast({ message: t('people:same.done', { gone: nameOf(gone) }), undo: () => undo(done.id) });
      }),
    });
  if (duplicates.isError) return <ErrorState error={duplicates.error} retry={() => void duplicates.refetch()} />;
  if (candidates.length === 0 && merged.length === 0 && !problem) return null;
  return (
    <Card title={t('people:same.title')} note={candidates.length > 0 ? t('people:same.note') : undefined}>
      <FormProblem problem={problem} />
      {candidates.map(({ customer: other, reason }) => (
        <div key={other.id} className={classes.pair}>
          <p className={classes.why}>
            <Link to="/people/customers/$id" params={{ id: other.id }}>{nameOf(other)}</Link> · {t(`people:same.${reason}`)}
          </p>
          <SideBySide kept={customer} gone={other} />
          {mayWrite && <Button size="xs" variant="default" onClick={() => merge(other)}>{t('people:same.mergeInto', { kept: nameOf(customer) })}</Button>}
        </div>
      ))}
      {merged.length > 0 && (
        <ul className={classes.merged} aria-label={t('people:same.merged')}>
          {merged.map((m) => (
            <li key={m.id}>
              <span>{t('people:same.was', { name: m.gone.name || m.gone.key, day: format.shortDate(m.at) })}</span>
              {mayWrite && <Button size="compact-xs" variant="subtle" onClick={() => undo(m.id)} aria-label={t('people:same.undoOf', { name: m.gone.name || m.gone.key })}>{t('ui:undo')}</Button>}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
