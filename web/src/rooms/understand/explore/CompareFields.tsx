import { Select } from '@mantine/core';
import { useText } from '@/i18n/useText';
import type { Trait } from '../wire';
import { comparisons, noCut, type Comparison, type UnderstandSearch } from './search';

interface CompareFieldsProps {
  traits: readonly Trait[];
  /** The cuts; two groups are of the first. */
  cuts: readonly string[];
  search: UnderstandSearch;
  onChange: (search: UnderstandSearch) => void;
}

/** What the figures are compared with; two groups are named beside it. */
export function CompareFields({ traits, cuts, search, onChange }: CompareFieldsProps) {
  const { t } = useText();
  const [cut] = cuts;
  const trait = traits.find((x) => x.key === cut);
  // Numbers and days are compared by their classes, which only the server knows.
  const values = trait && trait.kind !== 'number' && trait.kind !== 'date' ? trait.values : [];
  const offered = comparisons.filter((c) => c === 'before' || (cut && (c === 'rest' || values.length > 1)));
  const choose = (compare?: Comparison) =>
    onChange({
      ...search, compare, by: cut ? (compare === 'group' ? [cut] : [...cuts]) : search.by, period: compare === 'before' ? search.period : compare ? undefined : search.period,
      a: compare === 'group' ? (values[0]?.value ?? '') : undefined, b: compare === 'group' ? (values[1]?.value ?? '') : undefined,
      sort: search.sort?.endsWith('difference') && !compare ? undefined : search.sort,
    });
  const group = (label: string, value: string | undefined, other: string | undefined, set: (value: string) => void) => (
    <Select
      size="xs" label={label} value={value ?? null} allowDeselect={false} searchable={values.length > 8} w={160}
      data={values.filter((v) => (v.value ?? '') !== other).map((v) => ({ value: v.value ?? '', label: v.value === null ? t('understand:none') : v.label }))}
      onChange={(v) => v !== null && set(v)}
    />
  );
  return (
    <>
      <Select
        size="xs" label={t('understand:explore.compare')} value={search.compare ?? noCut} allowDeselect={false} w={220}
        data={[{ value: noCut, label: t('understand:explore.with.nobody') }, ...offered.map((c) => ({ value: c, label: t(`understand:explore.with.${c}`) }))]}
        onChange={(c) => choose(comparisons.find((x) => x === c))}
      />
      {search.compare === 'group' && (
        <>
          {group(t('understand:explore.groupA'), search.a, search.b, (a) => onChange({ ...search, a }))}
          {group(t('understand:explore.groupB'), search.b, search.a, (b) => onChange({ ...search, b }))}
        </>
      )}
    </>
  );
}
