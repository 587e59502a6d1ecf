import { Link, useNavigate } from '@tanstack/react-router';
import { useText } from '@/i18n/useText';
import { DataTable } from '@/ui/DataTable';
import { Roles, Tie } from '../Role';
import type { Customer, Party } from '../wire';
import classes from '../People.module.css';

interface CustomersTableProps {
  customers: readonly Customer[];
  /** What the table lists, for those who hear it. */
  label: string;
  busy?: boolean;
  /** On the page of an account, which all of them belong to. */
  inAccount?: boolean;
}

/** Customers as rows; each opens into its page. */
export function CustomersTable({ customers, label, busy, inAccount }: CustomersTableProps) {
  const { t } = useText();
  const navigate = useNavigate();
  const account = {
    key: 'account', header: t('people:account'),
    cell: (c: Customer) => c.account && <Link to="/people/accounts/$id" params={{ id: c.account.id }}>{c.account.name || c.account.key}</Link>,
  };
  return (
    <div className={busy ? classes.busy : undefined} aria-busy={busy}>
      <DataTable<Customer>
        label={label} rows={customers} rowKey={(c) => c.id} stack
        onOpen={(c) => void navigate({ to: '/people/customers/$id', params: { id: c.id } })}
        columns={[
          {
            key: 'name', header: t('people:name'), width: '32%',
            cell: (c) => <>{nameOf(c)}{nameOf(c) !== c.key && <span className={classes.small}>{c.key}</span>}</>,
          },
          { key: 'title', header: t('people:title'), line: true, cell: (c) => <>{c.title}{c.email && <span className={classes.small}>{c.email}</span>}</> },
          ...(inAccount ? [] : [account]),
          { key: 'roles', header: t('people:roles'), cell: (c) => <Roles of={c.roles} /> },
          { key: 'tie', header: t('people:tie.label'), cell: (c) => <Tie strength={c.tie} /> },
        ]}
      />
    </div>
  );
}

/** How a customer is called where one line is there: by name, else mail, else key. */
export const nameOf = (c: Pick<Party, 'name' | 'email' | 'key'>) => c.name || c.email || c.key;
