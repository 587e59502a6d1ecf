import { Checkbox, Group, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { traitChoicesQuery } from '../queries';
import { dayNames, zoneTraitOf, type HourDraft } from './hour';
import classes from '../Outreach.module.css';

interface HourFieldsProps {
  hour: HourDraft;
  /** What is wrong, by the field of the server. */
  errors: Record<string, ReactNode>;
  onChange: (hour: HourDraft) => void;
}

/** At what hour of their own day, on which days of the week, mails reach people. */
export function HourFields({ hour, errors, onChange }: HourFieldsProps) {
  const { t } = useText();
  const { place, locale } = useFormat();
  const traits = useQuery({ ...traitChoicesQuery, enabled: hour.on }).data ?? [];
  const set = (change: Partial<HourDraft>) => onChange({ ...hour, ...change });
  const names = [...new Set([...(hour.zone_trait ? [hour.zone_trait] : []), ...traits.map((d) => d.name)])];
  return (
    <div className={classes.set}>
      <Switch label={t('outreach:hour.on')} description={t('outreach:hour.onHint')} checked={hour.on} onChange={(e) => set({ on: e.currentTarget.checked })} />
      {hour.on && (
        <>
          <div className={classes.two}>
            <TextInput type="time" label={t('outreach:hour.time')} description={t('outreach:hour.timeHint')} required value={hour.time} error={errors['settings.local.time'] ?? errors['settings.local']} onChange={(e) => set({ time: e.currentTarget.value })} />
            <NativeSelect
              label={t('outreach:hour.zone')} description={t('outreach:hour.zoneHint', { zone: place.timeZone })} value={hour.zone_trait ?? zoneTraitOf(traits)} error={errors['settings.local.zone_trait']}
              data={[{ value: '', label: t('outreach:hour.zoneNone', { zone: place.timeZone }) }, ...names.map((name) => ({ value: name, label: traits.find((d) => d.name === name)?.label ?? name }))]}
              onChange={(e) => set({ zone_trait: e.currentTarget.value })}
            />
          </div>
          <Checkbox.Group label={t('outreach:hour.days')} description={t('outreach:hour.daysHint')} value={hour.days} error={errors['settings.local.days']} onChange={(days) => set({ days })}>
            <Group gap="6px 16px" mt={8}>{dayNames(locale).map((name, at) => <Checkbox key={name} value={String(at + 1)} label={name} />)}</Group>
          </Checkbox.Group>
        </>
      )}
    </div>
  );
}
