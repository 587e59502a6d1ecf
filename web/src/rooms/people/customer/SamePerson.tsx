import { Button } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, body } from '@/api/client';
import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { FormProblem } from '@/ui/FormProblem';
import { nameOf } from '../customers/CustomersTable';
import { Merged } from '../party/Merged';
import { CustomersBeside } from '../party/SideBySide';
import { useMerging } from '../party/useMerging';
import type { Customer } from '../wire';
import classes from '../party/Same.module.css';

const duplicatesQuery = (id: string) =>
  queryOptions({ queryKey: ['duplicates', id], queryFn: () => body(api.GET('/api/customers/{id}/duplicates', { params: { path: { id } } })) });
const mergesQuery = (id: string) =>
  queryOptions({ queryKey: ['merges', id], queryFn: () => body(api.GET('/api/customers/{id}/merges', { params: { path: { id } } })) });

/** Who may be the same person, set side by side and merged; and what was merged, to be undone. */
export function SamePerson({ customer }: { customer: Customer }) {
  const { t } = useText();
  const { problem, undo, merge, apart } = useMerging('customers');
  const mayWrite = useMay('person.write');
  const duplicates = useQuery(duplicatesQuery(customer.id));
  const merges = useQuery(mergesQuery(customer.id));
  const candidates = duplicates.data?.items ?? [];
  const merged = merges.data?.items ?? [];
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
          <CustomersBeside kept={customer} gone={other} />
          {mayWrite && (
            <p className={classes.verbs}>
              <Button size="xs" variant="default" onClick={() => merge(other, customer)}>{t('people:same.mergeInto', { kept: nameOf(customer) })}</Button>
              <Button size="xs" variant="subtle" onClick={() => apart(customer, other)}>{t('people:same.apart')}</Button>
            </p>
          )}
        </div>
      ))}
      <Merged of="customers" merges={merged} undo={undo} />
    </Card>
  );
}
