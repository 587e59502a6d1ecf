import { Button, Group, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay, useSession } from '@/access/session';
import { asProblem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { problemText } from '@/ui/problemText';
import { everybodyQuery } from '../queries';
import type { Program } from '../wire';
import classes from './Statement.module.css';

interface OwnerProps {
  program: Program;
  mayWrite: boolean;
  /** "" makes it nobody's. */
  onSave: (id: string) => Promise<unknown>;
}

/** Who answers for the program. Whoever does not see the list of people may take it over. */
export function Owner({ program, mayWrite, onSave }: OwnerProps) {
  const { t } = useText();
  const me = useSession().user;
  const seesAll = useMay('access.manage');
  const people = useQuery({ ...everybodyQuery, enabled: seesAll && mayWrite });
  const [error, setError] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const save = async (id: string) => {
    setError(null);
    setSending(true);
    try {
      await onSave(id);
    } catch (thrown) {
      setError(problemText(t, asProblem(thrown)));
    } finally {
      setSending(false);
    }
  };
  const named = program.owner_name || t('purpose:statement.nobody');
  if (!mayWrite) return <span className={program.owner_name ? undefined : classes.unsaid}>{named}</span>;
  if (!seesAll) {
    return (
      <Group gap={10}>
        <span className={program.owner_name ? undefined : classes.unsaid}>{named}</span>
        {program.owner_id !== me.id && <Button size="compact-xs" variant="default" loading={sending} onClick={() => void save(me.id)}>{t('purpose:statement.takeOver')}</Button>}
        {error && <span role="alert" className={classes.wrong}>{error}</span>}
      </Group>
    );
  }
  const known = people.data?.items ?? [];
  const options = known.map((u) => ({ value: u.id, label: u.name || u.email }));
  if (program.owner_id && !options.some((o) => o.value === program.owner_id)) options.push({ value: program.owner_id, label: named });
  return (
    <Select
      size="xs" maw={280} aria-label={t('purpose:statement.owner')} placeholder={t('purpose:statement.nobody')} clearable searchable={options.length > 8} error={error}
      value={program.owner_id ?? null} data={options} disabled={sending} onChange={(id) => void save(id ?? '')}
    />
  );
}
