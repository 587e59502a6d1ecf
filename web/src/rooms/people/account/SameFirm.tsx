import { Button } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, body } from '@/api/client';
import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { FormProblem } from '@/ui/FormProblem';
import { AccountSelect } from '../customer/AccountSelect';
import { Merged } from '../party/Merged';
import { AccountsBeside } from '../party/SideBySide';
import { useMerging } from '../party/useMerging';
import { accountQuery } from '../queries';
import type { Account } from '../wire';
import { nameOf } from '../customers/CustomersTable';
import classes from '../party/Same.module.css';

const duplicatesQuery = (id: string) =>
  queryOptions({ queryKey: ['duplicates', 'account', id], queryFn: () => body(api.GET('/api/accounts/{id}/duplicates', { params: { path: { id } } })) });
const mergesQuery = (id: string) =>
  queryOptions({ queryKey: ['merges', 'account', id], queryFn: () => body(api.GET('/api/accounts/{id}/merges', { params: { path: { id } } })) });

/** Which accounts may be the same firm, set side by side and merged; any other one, found by name; and what was merged, to be undone. */
export function SameFirm({ account }: { account: Account }) {
  const { t } = useText();
  const { problem, undo, merge, apart } = useMerging('accounts');
  const mayWrite = useMay('person.write');
  const duplicates = useQuery(duplicatesQuery(account.id));
  const merges = useQuery(mergesQuery(account.id));
  const candidates = duplicates.data?.items ?? [];
  const merged = merges.data?.items ?? [];
  if (duplicates.isError) return <ErrorState error={duplicates.error} retry={() => void duplicates.refetch()} />;
  if (!mayWrite && candidates.length === 0 && merged.length === 0) return null;
  return (
    <Card title={t('people:firm.title')} note={t('people:firm.note')}>
      <FormProblem problem={problem} />
      {candidates.map(({ account: other, reason, shared }) => (
        <div key={other.id} className={classes.pair}>
          <p className={classes.why}>
            <Link to="/people/accounts/$id" params={{ id: other.id }}>{nameOf(other)}</Link> · {t(`people:firm.${reason}`, { shared })}
          </p>
          <AccountsBeside kept={account} gone={other} />
          {mayWrite && (
            <p className={classes.verbs}>
              <Button size="xs" variant="default" onClick={() => merge(other, account)}>{t('people:firm.mergeInto', { kept: nameOf(account) })}</Button>
              <Button size="xs" variant="subtle" onClick={() => apart(account, other)}>{t('people:firm.apart')}</Button>
            </p>
          )}
        </div>
      ))}
      <Merged of="accounts" merges={merged} undo={undo} />
      {mayWrite && <AnyOther account={account} onMerge={(other) => merge(other, account)} />}
    </Card>
  );
}

/** An account that nothing tells to be the same firm, named by whoever knows. */
function AnyOther({ account, onMerge }: { account: Account; onMerge: (other: Account) => void }) {
  const { t } = useText();
  const [id, setID] = useState('');
  const [open, setOpen] = useState(false);
  const found = useQuery({ ...accountQuery(id), enabled: id !== '' });
  if (!open) {
    return <p className={classes.verbs}><Button size="xs" variant="subtle" onClick={() => setOpen(true)}>{t('people:firm.another')}</Button></p>;
  }
  const other = id !== '' && id !== account.id ? found.data : undefined;
  return (
    <div className={classes.another}>
      <AccountSelect value={id} onChange={setID} label={t('people:firm.sameAs')} />
      <Button size="xs" variant="default" disabled={!other} onClick={() => other && onMerge(other)}>{t('people:firm.mergeInto', { kept: nameOf(account) })}</Button>
    </div>
  );
}
