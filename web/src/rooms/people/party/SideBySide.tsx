import { useOwners } from '@/access/useOwners';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import type { Account, Customer } from '../wire';
import classes from './Same.module.css';

interface SidesProps<T> {
  kept: T;
  gone: T;
  /** They head the columns where neither is the one the page is about. */
  names?: readonly [string, string];
}

/** Two customers, what is said of each in one line. */
export function CustomersBeside({ kept, gone, names }: SidesProps<Customer>) {
  const { t } = useText();
  const says = (c: Customer) => [c.name, c.email, c.phone, c.account?.name || c.account?.key, c.title, c.unit?.name, c.key];
  const labels = [t('people:name'), t('people:email'), t('people:phone'), t('people:account'), t('people:title'), t('people:unit'), t('people:key')];
  return <Sides labels={labels} kept={says(kept)} gone={says(gone)} names={names} />;
}

/** Two accounts, what is said of each in one line. */
export function AccountsBeside({ kept, gone, names }: SidesProps<Account>) {
  const { t } = useText();
  const format = useFormat();
  const owners = useOwners();
  const says = (a: Account) => [a.name, a.unit?.name, owners.nameOf(a.owner_user_id), format.number(a.customers), a.key];
  const labels = [t('people:name'), t('people:unit'), t('people:owner'), t('people:accounts.customers'), t('people:key')];
  return <Sides labels={labels} kept={says(kept)} gone={says(gone)} names={names} />;
}

interface Lines extends SidesProps<readonly (string | undefined)[]> {
  labels: readonly string[];
}

/** What differs stands out; what is said of neither is left out. */
function Sides({ labels, kept, gone, names }: Lines) {
  const { t } = useText();
  return (
    <table className={classes.sides}>
      <thead>
        <tr>
          <td />
          <th scope="col">{names?.[0] ?? t('people:same.this')}</th>
          <th scope="col">{names?.[1] ?? t('people:same.other')}</th>
        </tr>
      </thead>
      <tbody>
        {labels.map((label, i) => {
          const [a, b] = [kept[i] ?? '', gone[i] ?? ''];
          if (!a && !b) return null;
          return (
            <tr key={label} data-differs={a !== b || undefined}>
              <th scope="row">{label}</th>
              <td>{a}</td>
              <td>{b}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
