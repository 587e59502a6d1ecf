import { Button, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { PersonSelect } from '@/ui/PersonSelect';
import type { ToAsk } from '../wire';
import type { Look } from './AskPage';
import { SideSelect } from './SideSelect';
import { askAccounts, unitsQuery } from './queries';
import classes from '../Listen.module.css';

/** Accounts by words, unit and who looks after them: firms of which somebody is to be asked. */
export function FromAccounts({ busy, onLook }: { busy: boolean; onLook: Look }) {
  const { t } = useText();
  const units = useQuery(unitsQuery);
  const [q, setQ] = useState('');
  const [unit, setUnit] = useState<string | null>(null);
  const [owner, setOwner] = useState('');
  const [role, setRole] = useState('');
  const [side, setSide] = useState<ToAsk['side']>();
  const read = async () => ({ items: (await askAccounts({ q, unit: unit ?? '', owner })).map((a) => ({ ...a, role: role || undefined, side })) });
  return (
    <form onSubmit={(e) => { e.preventDefault(); onLook(read); }}>
      <div className={classes.fields}>
        <TextInput label={t('listen:askPage.words')} maxLength={200} value={q} onChange={(e) => setQ(e.currentTarget.value)} />
        <Select label={t('listen:askPage.unit')} searchable clearable clearButtonProps={{ 'aria-label': t('listen:clear') }} value={unit} onChange={setUnit} data={(units.data?.items ?? []).map((u) => ({ value: u.id, label: u.name }))} />
        <PersonSelect label={t('listen:askPage.owner')} value={owner} onChange={setOwner} />
        <TextInput label={t('listen:wanted.role')} maxLength={120} value={role} onChange={(e) => setRole(e.currentTarget.value)} />
        <SideSelect side={side} onChange={setSide} />
      </div>
      <div className={classes.end}><Button type="submit" loading={busy}>{t('listen:askPage.look')}</Button></div>
    </form>
  );
}
