import { Button, Select } from '@mantine/core';
import { useText } from '@/i18n/useText';
import type { Grant } from '../queries';
import { roles, scopeOf, scopeValue } from './grants';
import { useScopes } from './useScopes';
import classes from './People.module.css';

interface GrantsEditorProps {
  grants: Grant[];
  onChange: (grants: Grant[]) => void;
}

/** Roles, each over the whole, a program or a unit, for all customers or own accounts. */
export function GrantsEditor({ grants, onChange }: GrantsEditorProps) {
  const { t } = useText();
  const scopes = useScopes();
  const change = (at: number, part: Partial<Grant>) => onChange(grants.map((g, i) => (i === at ? { ...g, ...part } : g)));

  return (
    <ul className={classes.grants}>
      {grants.map((grant, i) => (
        <li key={i} className={classes.grant}>
          <Select
            label={t('settings:grant.role')} allowDeselect={false} value={grant.role}
            data={roles.map((role) => ({ value: role, label: t(`settings:role.${role}.name`) }))}
            onChange={(role) => role && change(i, role === 'owner' ? { role, rows: 'all' } : { role: role as Grant['role'] })}
          />
          <Select
            label={t('settings:grant.over')} allowDeselect={false} searchable value={scopeValue(grant.scope)} data={scopes.options}
            onChange={(value) => value && change(i, { scope: scopeOf(String(value)) })}
          />
          <Select
            label={t('settings:grant.which')} allowDeselect={false} value={grant.rows ?? 'all'} disabled={grant.role === 'owner'}
            data={[
              { value: 'all', label: t('settings:grant.rows.all') },
              { value: 'my_accounts', label: t('settings:grant.rows.my_accounts') },
            ]}
            onChange={(rows) => rows && change(i, { rows: rows as Grant['rows'] })}
          />
          {grants.length > 1 && (
            <Button variant="subtle" onClick={() => onChange(grants.filter((_, j) => j !== i))}>{t('settings:grant.remove')}</Button>
          )}
          <p className={classes.does}>{t(`settings:role.${grant.role}.does`)}</p>
        </li>
      ))}
      <li>
        <Button variant="subtle" size="compact-sm" onClick={() => onChange([...grants, { role: 'viewer', scope: { kind: 'whole' }, rows: 'all' }])}>
          {t('settings:grant.add')}
        </Button>
      </li>
    </ul>
  );
}
