import { Select, Switch, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { FilterChips } from '../filter/FilterChips';
import { FilterMenu } from '../filter/FilterMenu';
import { PeriodPicker } from '../filter/PeriodPicker';
import { ViewsMenu } from '../views/ViewsMenu';
import type { Measure, Program, Trait } from '../wire';
import type { AnswersSearch } from './search';
import { ScoreFilter } from './ScoreFilter';
import classes from './AnswersBar.module.css';

interface AnswersBarProps {
  programs: readonly Program[];
  program?: Program;
  measures: readonly Measure[];
  traits: readonly Trait[];
  /** What the traits' numbers count. */
  counted?: 'responses' | 'answers';
  search: AnswersSearch;
  onChange: (search: AnswersSearch) => void;
}

/** Finds answers: by words, by measure and score, by period, by what is known of who answered. */
export function AnswersBar({ programs, program, measures, traits, counted, search, onChange }: AnswersBarProps) {
  const { t } = useText();
  const measure = measures.find((m) => m.id === search.measure);
  // Figures send the lowest score along, so that answers without one do not
  // count; there is no need to say so in a chip.
  const trivial = measure !== undefined && search.score_min === measure.scale.min && search.score_max === undefined;

  return (
    <div className={classes.bar}>
      <div className={classes.line}>
        <Find key={search.view} q={search.q ?? ''} onFind={(q) => onChange({ ...search, q: q || undefined })} />
        <Switch
          size="xs" label={t('understand:answers.withText')} checked={search.has_text ?? false}
          onChange={(e) => onChange({ ...search, has_text: e.currentTarget.checked || undefined })}
        />
      </div>
      <div className={classes.line}>
        {programs.length > 1 && (
          <Select
            size="xs" aria-label={t('understand:bar.program')} value={program?.id ?? null} allowDeselect={false} w={180}
            data={programs.map((p) => ({ value: p.id, label: p.name }))} onChange={(id) => id && onChange({ program: id, q: search.q })}
          />
        )}
        {measures.length > 0 && (
          <Select
            size="xs" aria-label={t('understand:bar.measure')} placeholder={t('understand:answers.anyMeasure')} clearable w={220}
            value={measure?.id ?? null} searchable={measures.length > 8} data={measures.map((m) => ({ value: m.id, label: m.name }))}
            clearButtonProps={{ 'aria-label': t('understand:answers.anyMeasure') }}
            onChange={(id) => onChange({ ...search, measure: id ?? undefined, score_min: undefined, score_max: undefined })}
          />
        )}
        {measure && <ScoreFilter key={measure.id} measure={measure} search={search} onChange={onChange} />}
        <PeriodPicker filter={search} onChange={(p) => onChange({ ...search, from: undefined, to: undefined, last: undefined, ...p })} />
        <FilterMenu filter={search} traits={traits} counted={counted} onChange={onChange} />
        {program && <span className={classes.push}><ViewsMenu screen="answers" program={program.id} search={search} /></span>}
      </div>
      <FilterChips
        filter={trivial ? { ...search, score_min: undefined } : search} traits={traits}
        onChange={(next) => onChange(trivial ? { ...next, score_min: search.score_min } : next)}
      />
      {search.import && (
        <p className={classes.note}>
          {t('understand:answers.ofImport')}{' '}
          <button type="button" onClick={() => onChange({ ...search, import: undefined })}>{t('understand:answers.ofAll')}</button>
        </p>
      )}
    </div>
  );
}

function Find({ q, onFind }: { q: string; onFind: (q: string) => void }) {
  const { t } = useText();
  const [text, setText] = useState(q);
  const find = useDebouncedCallback(onFind, 250);
  return (
    <TextInput
      type="search" className={classes.find} aria-label={t('understand:answers.find')} placeholder={t('understand:answers.find')} value={text}
      onChange={(e) => {
        setText(e.currentTarget.value);
        find(e.currentTarget.value.trim());
      }}
    />
  );
}
