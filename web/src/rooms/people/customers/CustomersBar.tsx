import { Select, TextInput } from '@mantine/core';
import { useText } from '@/i18n/useText';
import { TraitFilter } from '../party/TraitFilter';
import { UnitFilter } from '../party/UnitFilter';
import type { CustomersSearch } from '../search';
import { roles } from '../wire';
import classes from '../People.module.css';

interface CustomersBarProps {
  search: CustomersSearch;
  onType: (words: string) => void;
  onChange: (search: CustomersSearch) => void;
}

/** What the list of customers is narrowed by. */
export function CustomersBar({ search, onType, onChange }: CustomersBarProps) {
  const { t } = useText();
  return (
    <div className={classes.bar} role="search">
      <TextInput
        className={classes.grow} label={t('people:customers.find')} placeholder={t('people:customers.findHint')}
        defaultValue={search.q ?? ''} onChange={(e) => onType(e.currentTarget.value)}
      />
      <Select
        label={t('people:customers.role')} placeholder={t('people:anyRole')} clearable w={170} value={search.role ?? null}
        data={roles.map((r) => ({ value: r, label: t(`people:role.${r}`) }))} clearButtonProps={{ 'aria-label': t('people:anyRole') }}
        onChange={(role) => onChange({ ...search, role: roles.find((r) => r === role) })}
      />
      <UnitFilter value={search.unit} onChange={(unit) => onChange({ ...search, unit })} />
      <TraitFilter of="customer" value={search.trait} onChange={(trait) => onChange({ ...search, trait })} />
    </div>
  );
}
