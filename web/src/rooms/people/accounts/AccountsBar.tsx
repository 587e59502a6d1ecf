import { NumberInput, Select, TextInput } from '@mantine/core';
import type { components } from '@/api/schema';
import { useText } from '@/i18n/useText';
import { TraitFilter } from '../party/TraitFilter';
import { UnitFilter } from '../party/UnitFilter';
import type { AccountsSearch } from '../search';
import type { Measure } from '../wire';
import classes from './Accounts.module.css';

type Program = components['schemas']['Program'];

interface AccountsBarProps {
  programs: readonly Program[];
  program: Program | undefined;
  measures: readonly Measure[];
  measure: Measure;
  search: AccountsSearch;
  onChange: (search: AccountsSearch) => void;
}

/** Which measure, which days, after how many months somebody is silent, whose score tells, and of which firms. */
export function AccountsBar({ programs, program, measures, measure, search, onChange }: AccountsBarProps) {
  const { t } = useText();
  return (
    <div className={classes.bar}>
      {programs.length > 1 && (
        <Select
          size="xs" label={t('people:bar.program')} w={200} allowDeselect={false} value={program?.id ?? null}
          data={programs.map((p) => ({ value: p.id, label: p.name }))} onChange={(id) => id && onChange({ ...search, program: id, measure: undefined })}
        />
      )}
      <Select
        size="xs" label={t('people:bar.measure')} w={240} allowDeselect={false} value={measure.id} searchable={measures.length > 8}
        data={measures.map((m) => ({ value: m.id, label: m.name }))} onChange={(id) => id && onChange({ ...search, measure: id })}
      />
      <TextInput size="xs" type="date" label={t('people:bar.from')} value={search.from ?? ''} onChange={(e) => onChange({ ...search, from: e.currentTarget.value })} />
      <TextInput size="xs" type="date" label={t('people:bar.to')} value={search.to ?? ''} onChange={(e) => onChange({ ...search, to: e.currentTarget.value })} />
      <NumberInput
        size="xs" w={150} label={t('people:bar.cadence')} min={1} max={60} allowDecimal={false} hideControls value={search.cadence ?? 12}
        onChange={(n) => Number(n) >= 1 && onChange({ ...search, cadence: Number(n) === 12 ? undefined : Number(n) })}
      />
      <Select
        size="xs" label={t('people:bar.by')} w={230} allowDeselect={false} value={search.by ?? 'mean'}
        data={(['mean', 'contact'] as const).map((m) => ({ value: m, label: t(`people:method.${m}`) }))}
        onChange={(by) => onChange({ ...search, by: by === 'contact' ? 'contact' : undefined })}
      />
      <div className={classes.bar} role="group" aria-label={t('people:bar.of')}>
        <UnitFilter size="xs" value={search.unit} onChange={(unit) => onChange({ ...search, unit })} />
        <TraitFilter size="xs" of="account" value={search.trait} onChange={(trait) => onChange({ ...search, trait })} />
      </div>
    </div>
  );
}
