import { useText } from '@/i18n/useText';
import type { AccountStanding } from '../wire';
import classes from './Accounts.module.css';

const parts = ['decides', 'influences', 'uses'] as const;

/** Three squares a role, filled up to three contacts; the numbers for those who hear it. */
export function RoleDots({ roles, wide }: { roles: AccountStanding['roles']; wide?: boolean }) {
  const { t } = useText();
  if (wide) {
    return (
      <table className={classes.grid3}>
        <tbody>
          {parts.map((part) => (
            <tr key={part}>
              <th scope="row">{t(`people:role.${part}`)}</th>
              <td><Dots n={roles[part]} /> {roles[part] < 3 ? t('people:coverage.three', { n: roles[part] }) : roles[part]}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{t('people:role.sponsors')}</th>
            <td>{roles.sponsors}</td>
          </tr>
        </tbody>
      </table>
    );
  }
  const spoken = parts.map((part) => t('ui:named', { name: t(`people:role.${part}`), value: String(roles[part]) })).join(', ');
  return (
    <span role="img" aria-label={spoken} title={spoken} style={{ display: 'inline-flex', gap: 10 }}>
      {parts.map((part) => <Dots key={part} n={roles[part]} />)}
    </span>
  );
}

function Dots({ n }: { n: number }) {
  return <span className={classes.dots} aria-hidden="true">{[1, 2, 3].map((i) => <i key={i} data-full={i <= n || undefined} />)}</span>;
}
