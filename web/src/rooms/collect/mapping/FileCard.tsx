import { NativeSelect, Radio, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ProblemField } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { fieldText } from '@/ui/problemText';
import { programsQuery } from '../queries';
import type { Mapping } from '../wire';
import { dayOf } from './day';
import classes from './FileCard.module.css';

interface FileCardProps {
  mapping: Mapping;
  errors: readonly ProblemField[];
  onChange: (mapping: Mapping) => void;
}

const fresh = '';

/** What holds for the file as a whole: where it belongs, when it was answered, how a row is known again, what may be shown. */
export function FileCard({ mapping, errors, onChange }: FileCardProps) {
  const { t } = useText();
  const programs = useQuery(programsQuery);
  const { timeZone } = useFormat().place;
  const real = programs.data?.items.filter((p) => !p.synthetic) ?? [];
  const errorOf = (name: string) => {
    const found = errors.find((e) => e.field === name);
    return found && fieldText(t, found);
  };
  const named = (role: string) => mapping.columns.filter((c) => c.role === role).map((c) => ({ value: String(c.index), label: c.name }));
  const times = named('time');
  const keys = mapping.columns.filter((c) => c.role === 'key' || c.role === 'customer' || c.index === mapping.key_column);
  const set = (change: Partial<Mapping>) => onChange({ ...mapping, ...change });
  const program = mapping.program_id ?? (real.length === 1 && !mapping.program_name ? (real[0]?.id ?? fresh) : fresh);

  return (
    <Card title={t('collect:file.title')}>
      <div className={classes.fields}>
        {real.length > 0 && (
          <NativeSelect
            label={t('collect:file.program')} value={program} error={errorOf('program_id')}
            data={[...real.map((p) => ({ value: p.id, label: p.name })), { value: fresh, label: t('collect:file.newProgram') }]}
            onChange={(e) => set({ program_id: e.currentTarget.value || undefined, program_name: e.currentTarget.value ? undefined : t('collect:file.programDefault') })}
          />
        )}
        {program === fresh && (
          <TextInput
            label={t('collect:file.programName')} placeholder={t('collect:file.programDefault')} value={mapping.program_name ?? ''} error={errorOf('program_name')}
            onChange={(e) => set({ program_name: e.currentTarget.value || undefined })}
          />
        )}
        <NativeSelect
          label={t('collect:file.time')} value={mapping.time_column === undefined ? fresh : String(mapping.time_column)} error={errorOf('time_column')}
          data={[...times, { value: fresh, label: t('collect:file.oneDay') }]}
          onChange={(e) => set({ time_column: e.currentTarget.value === fresh ? undefined : Number(e.currentTarget.value) })}
        />
        {mapping.time_column === undefined && (
          <TextInput
            type="date" label={t('collect:file.day')} description={t('collect:file.dayWhy')} error={errorOf('default_time')}
            value={mapping.default_time ? dayOf(mapping.default_time, timeZone) : ''}
            onChange={(e) => set({ default_time: e.currentTarget.value ? `${e.currentTarget.value}T12:00:00Z` : undefined })}
          />
        )}
        <NativeSelect
          label={t('collect:file.key')} description={t('collect:file.keyWhy')} value={mapping.key_column === undefined ? fresh : String(mapping.key_column)} error={errorOf('key_column')}
          data={[{ value: fresh, label: t('collect:file.wholeRow') }, ...keys.map((c) => ({ value: String(c.index), label: c.name }))]}
          onChange={(e) => set({ key_column: e.currentTarget.value === fresh ? undefined : Number(e.currentTarget.value) })}
        />
        <Radio.Group label={t('collect:file.consent')} value={mapping.consent} onChange={(v) => set({ consent: v as Mapping['consent'] })} error={errorOf('consent')}>
          <Stack gap={8} mt={6}>
            <Radio size="xs" value="firm" label={t('collect:file.firm')} description={t('collect:file.firmWhy')} />
            <Radio size="xs" value="person" label={t('collect:file.person')} description={t('collect:file.personWhy')} />
          </Stack>
        </Radio.Group>
      </div>
    </Card>
  );
}
