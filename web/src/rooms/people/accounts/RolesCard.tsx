import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import type { AccountScores } from '../wire';
import classes from './Accounts.module.css';

/** How many firms have three contacts in each role. */
export function RolesCard({ result }: { result: AccountScores }) {
  const { t } = useText();
  const format = useFormat();
  const { coverage, all } = result;
  return (
    <Card title={t('people:coverage.title')} note={t('people:coverage.note')}>
      <table className={classes.grid3}>
        <tbody>
          {(['decides', 'influences', 'uses', 'all'] as const).map((role) => (
            <tr key={role}>
              <th scope="row">{t(`people:coverage.${role}`)}</th>
              <td>{t('people:coverage.of', { n: format.number(coverage[role]), all: format.number(all.accounts) })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
