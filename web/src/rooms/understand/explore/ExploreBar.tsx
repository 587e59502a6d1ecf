import { SegmentedControl, Select, Switch } from '@mantine/core';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { FilterChips } from '../filter/FilterChips';
import { FilterMenu } from '../filter/FilterMenu';
import { toCut } from '../filter/offered';
import { PeriodPicker } from '../filter/PeriodPicker';
import { useKeyName } from '../filter/words';
import classes from '../home/HomeBar.module.css';
import { offeredPeriods, type Period } from '../periods';
import { ViewsMenu } from '../views/ViewsMenu';
import type { Measure, Program, Trait } from '../wire';
import { CompareFields } from './CompareFields';
import { noCut, type UnderstandSearch } from './search';
import { comparedPeriod } from './useShown';

interface ExploreBarProps {
  programs: readonly Program[];
  program: Program;
  measures: readonly Measure[];
  measure: Measure;
  traits: readonly Trait[];
  /** Whether any answer has a weight. */
  weights: boolean;
  /** The cuts that are shown, chosen or not. */
  cuts: readonly string[];
  search: UnderstandSearch;
  onChange: (search: UnderstandSearch) => void;
}

/** What is asked: measure, groups, comparison, period, filters, weights. */
export function ExploreBar({ programs, program, measures, measure, traits, weights, cuts, search, onChange }: ExploreBarProps) {
  const { t } = useText();
  return (
    <div className={classes.bar}>
      <div className={`${classes.line} ${classes.fields}`}>
        {programs.length > 1 && (
          <Select
            size="xs" label={t('understand:bar.program')} value={program.id} allowDeselect={false} w={190}
            data={programs.map((p) => ({ value: p.id, label: p.name }))} onChange={(id) => id && onChange({ program: id })}
          />
        )}
        <Select
          size="xs" label={t('understand:bar.measure')} value={measure.id} allowDeselect={false} searchable={measures.length > 8} w={240}
          data={measures.map((m) => ({ value: m.id, label: m.name }))}
          onChange={(id) => id && onChange({ ...search, measure: id, score_min: undefined, score_max: undefined })}
        />
        <CutFields traits={traits} cuts={cuts} search={search} onChange={onChange} />
        <CompareFields traits={traits} cuts={cuts} search={search} onChange={onChange} />
        <LengthField search={search} onChange={onChange} />
      </div>
      <div className={classes.line}>
        <PeriodPicker filter={search} onChange={(p) => onChange({ ...search, from: undefined, to: undefined, last: undefined, ...p })} />
        <FilterMenu filter={{ ...search, measure: measure.id }} traits={traits} onChange={onChange} />
        {(search.weighted || weights) && (
          <Switch
            size="xs" label={t('understand:bar.weighted')} checked={search.weighted ?? false}
            onChange={(e) => onChange({ ...search, weighted: e.currentTarget.checked || undefined })}
          />
        )}
        <span className={classes.push}>
          <SegmentedControl
            size="xs" aria-label={t('understand:explore.show.label')} value={search.show ?? 'picture'}
            onChange={(show) => onChange({ ...search, show: show === 'table' ? 'table' : undefined })}
            data={(['picture', 'table'] as const).map((s) => ({ value: s, label: t(`understand:explore.show.${s}`) }))}
          />
        </span>
        <ViewsMenu screen="understand" program={program.id} search={search} />
      </div>
      <FilterChips filter={search} traits={traits} onChange={onChange} />
    </div>
  );
}

type FieldProps = Pick<ExploreBarProps, 'traits' | 'cuts' | 'search' | 'onChange'>;

// Up to two keys to cut by; the second is there once there is a first, and not
// where two groups are beside each other, which are of one cut.
function CutFields({ traits, cuts, search, onChange }: FieldProps) {
  const { t } = useText();
  const keyName = useKeyName();
  // One that is asked for by its address is named, though all answers have the same value of it.
  const offered = traits.filter((x) => cuts.includes(x.key) || toCut([x]).length > 0);
  const options = (without?: string) => offered.filter((x) => x.key !== without).map((x) => ({ value: x.key, label: keyName(x.key, x.label) }));
  const none = { value: noCut, label: t('understand:explore.noCut') };
  const [first, second] = cuts;
  const searchable = traits.length > 8;
  const cut = (by: string[]) => onChange({ ...search, by, a: undefined, b: undefined, compare: search.compare === 'group' || by[0] === noCut ? undefined : search.compare });
  return (
    <>
      <Select
        size="xs" label={t('understand:explore.by')} value={first ?? noCut} allowDeselect={false} searchable={searchable} w={170}
        data={[none, ...options()]} onChange={(key) => key && cut(key === noCut || key === second ? [key] : [key, ...(second ? [second] : [])])}
      />
      {first && search.compare !== 'group' && (
        <Select
          size="xs" label={t('understand:explore.then')} value={second ?? noCut} allowDeselect={false} searchable={searchable} w={170}
          data={[none, ...options(first)]} onChange={(key) => key && cut(key === noCut ? [first] : [first, key])}
        />
      )}
    </>
  );
}

// The length of the periods: of a series, or of the two that are compared.
function LengthField({ search, onChange }: Pick<ExploreBarProps, 'search' | 'onChange'>) {
  const { t } = useText();
  const { place } = useFormat();
  if (search.compare === 'rest' || search.compare === 'group') return null;
  const lengths = offeredPeriods(place.fiscalStart ?? 1).map((p) => ({ value: p as string, label: t(`understand:trend.period.${p}`) }));
  const compared = search.compare === 'before';
  return (
    <Select
      size="xs" label={t(compared ? 'understand:explore.length' : 'understand:explore.course')} allowDeselect={false} w={150}
      value={compared ? comparedPeriod(search) : (search.period ?? noCut)}
      data={compared ? lengths : [{ value: noCut, label: t('understand:explore.noCourse') }, ...lengths]}
      onChange={(p) => p && onChange({ ...search, period: p === noCut ? undefined : (p as Period) })}
    />
  );
}
