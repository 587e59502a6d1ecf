import { Select, Switch } from '@mantine/core';
import { useText } from '@/i18n/useText';
import { FilterChips } from '../filter/FilterChips';
import { FilterMenu } from '../filter/FilterMenu';
import { PeriodPicker } from '../filter/PeriodPicker';
import { ViewsMenu } from '../views/ViewsMenu';
import type { Measure, Program, Trait } from '../wire';
import type { HomeSearch } from './search';
import classes from './HomeBar.module.css';

interface HomeBarProps {
  programs: readonly Program[];
  program: Program;
  measures: readonly Measure[];
  measure?: Measure;
  traits: readonly Trait[];
  /** Whether any answer has a weight. */
  weights: boolean;
  search: HomeSearch;
  onChange: (search: HomeSearch) => void;
}

/** What the home shows: program, measure, period, filters, weights; and the saved views. */
export function HomeBar({ programs, program, measures, measure, traits, weights, search, onChange }: HomeBarProps) {
  const { t } = useText();
  return (
    <div className={classes.bar}>
      <div className={classes.line}>
        {programs.length > 1 && (
          <Select
            size="xs" aria-label={t('understand:bar.program')} value={program.id} allowDeselect={false} w={200}
            data={programs.map((p) => ({ value: p.id, label: p.name }))} onChange={(id) => id && onChange({ program: id })}
          />
        )}
        {measures.length > 1 && (
          <Select
            size="xs" aria-label={t('understand:bar.measure')} value={measure?.id ?? null} allowDeselect={false} searchable={measures.length > 8} w={260}
            data={measures.map((m) => ({ value: m.id, label: m.name }))} onChange={(id) => id && onChange({ ...search, measure: id, score_min: undefined, score_max: undefined })}
          />
        )}
        <PeriodPicker filter={search} onChange={(p) => onChange({ ...search, from: undefined, to: undefined, last: undefined, ...p })} />
        <FilterMenu filter={{ ...search, measure: measure?.id }} traits={traits} onChange={onChange} />
        {(search.weighted || weights) && (
          <Switch
            size="xs" label={t('understand:bar.weighted')} checked={search.weighted ?? false}
            onChange={(e) => onChange({ ...search, weighted: e.currentTarget.checked || undefined })}
          />
        )}
        <span className={classes.push}>
          <ViewsMenu screen="home" program={program.id} search={search} />
        </span>
      </div>
      <FilterChips filter={search} traits={traits} onChange={onChange} />
    </div>
  );
}
