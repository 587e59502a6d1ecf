import { Button, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import type { ToAsk } from '../wire';
import type { Look } from './AskPage';
import { SideSelect } from './SideSelect';
import { askSegment, segmentNamesQuery } from './queries';
import classes from '../Listen.module.css';

/** The customers of a segment, with what is known of all of them. */
export function FromSegment({ busy, onLook }: { busy: boolean; onLook: Look }) {
  const { t } = useText();
  const segments = useQuery(segmentNamesQuery);
  const [segment, setSegment] = useState<string | null>(null);
  const [role, setRole] = useState('');
  const [side, setSide] = useState<ToAsk['side']>();
  const read = async () => ({ items: (await askSegment(segment ?? '')).map((a) => ({ ...a, role: role || undefined, side })) });
  return (
    <form onSubmit={(e) => { e.preventDefault(); onLook(read); }}>
      <div className={classes.fields}>
        <Select
          label={t('listen:askPage.segment')} searchable value={segment} onChange={setSegment} data={(segments.data?.items ?? []).map((s) => ({ value: s.id, label: s.name }))}
          nothingFoundMessage={t(segments.isPending ? 'ui:loading' : 'listen:askPage.noSegment')} error={segments.isError ? t('listen:askPage.noSegment') : undefined}
        />
        <TextInput label={t('listen:wanted.role')} description={t('listen:askPage.roleHint')} inputWrapperOrder={['label', 'input', 'description']} maxLength={120} value={role} onChange={(e) => setRole(e.currentTarget.value)} />
        <SideSelect side={side} onChange={setSide} />
      </div>
      <div className={classes.end}><Button type="submit" disabled={!segment} loading={busy}>{t('listen:askPage.look')}</Button></div>
    </form>
  );
}
