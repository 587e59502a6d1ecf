import { useText } from '@/i18n/useText';
import type { Customer } from '../wire';
import classes from './SamePerson.module.css';

const rows: [`people:${'name' | 'email' | 'phone' | 'account' | 'title' | 'unit' | 'key'}`, (c: Customer) => string | undefined][] = [
  ['people:name', (c) => c.name], ['people:email', (c) => c.email], ['people:phone', (c) => c.phone],
  ['people:account', (c) => c.account?.name || c.account?.key], ['people:title', (c) => c.title], ['people:unit', (c) => c.unit?.name], ['people:key', (c) => c.key],
];

/** Two customers, what is said of each in one line; what differs stands out. Names head the columns where neither is the one the page is about. */
export function SideBySide({ kept, gone, names }: { kept: Customer; gone: Customer; names?: readonly [string, string] }) {
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
        {rows.map(([label, of]) => {
          const [a, b] = [of(kept) ?? '', of(gone) ?? ''];
          if (!a && !b) return null;
          return (
            <tr key={label} data-differs={a !== b || undefined}>
              <th scope="row">{t(label)}</th>
              <td>{a}</td>
              <td>{b}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
