import { NativeSelect } from '@mantine/core';
import { useText } from '@/i18n/useText';
import type { ImportKind, Role } from '../wire';
import { roleGroups } from './changes';
import classes from './RoleSelect.module.css';

interface RoleSelectProps {
  label: string;
  kind: ImportKind;
  role: Role;
  onChange: (role: Role) => void;
  /** The role was chosen by the reader: an edit of one's own is terracotta. */
  mine?: boolean;
  error?: boolean;
}

/** What a column is; a plain select, so that a hundred of them stay quick and typing finds the role. */
export function RoleSelect({ label, kind, role, onChange, mine, error }: RoleSelectProps) {
  const { t } = useText();
  return (
    <NativeSelect
      size="xs" aria-label={label} value={role} error={error} onChange={(e) => onChange(e.currentTarget.value as Role)}
      classNames={{ input: mine ? classes.mine : undefined }}
      data={roleGroups[kind].map((g) => ({ group: t(`collect:group.${g.key}`), items: g.roles.map((r) => ({ value: r, label: t(`collect:role.${r}`) })) }))}
    />
  );
}
