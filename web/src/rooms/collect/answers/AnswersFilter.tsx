import { Button, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import type { Survey } from '../wire';
import { doubts, narrowed, outcomes, ways, type SurveyAnswersSearch } from './search';
import { useLanguageName } from './useLanguageName';
import classes from './SurveyAnswers.module.css';

/** Narrows the answers: by words, outcome, way, doubt, version, language, day. */
export function AnswersFilter({ survey, search, onChange }: { survey: Survey; search: SurveyAnswersSearch; onChange: (next: SurveyAnswersSearch) => void }) {
  const { t } = useText();
  const languageName = useLanguageName();
  const [cleared, setCleared] = useState(0);
  const pick = (label: string, any: string, value: string | undefined, data: { value: string; label: string }[], put: (value: string | undefined) => void) => (
    <Select
      size="xs" aria-label={label} placeholder={any} clearable clearButtonProps={{ 'aria-label': any }} className={classes.pick} value={value ?? null} data={data}
      onChange={(next) => put(next ?? undefined)}
    />
  );
  return (
    <div className={classes.bar} key={cleared}>
      <Find q={search.q ?? ''} onFind={(q) => onChange({ ...search, q: q || undefined })} />
      {pick(t('answers:outcome.label'), t('answers:outcome.any'), search.outcome, outcomes.map((value) => ({ value, label: t(`answers:outcome.${value}`) })), (v) => onChange({ ...search, outcome: outcomes.find((o) => o === v) }))}
      {pick(t('answers:way.label'), t('answers:way.any'), search.came_by, ways.map((value) => ({ value, label: t(`answers:way.${value}`) })), (v) => onChange({ ...search, came_by: ways.find((w) => w === v) }))}
      {pick(t('answers:doubt.label'), t('answers:doubt.whichever'), search.doubt, doubts.map((value) => ({ value, label: t(`answers:doubt.${value}`) })), (v) => onChange({ ...search, doubt: doubts.find((d) => d === v) }))}
      {survey.published > 1 && pick(t('answers:version'), t('answers:anyVersion'), search.version?.toString(), Array.from({ length: survey.published }, (_, i) => ({ value: `${survey.published - i}`, label: t('answers:versionOf', { n: survey.published - i }) })), (v) => onChange({ ...search, version: v ? Number(v) : undefined }))}
      {survey.languages.length > 1 && pick(t('answers:language'), t('answers:anyLanguage'), search.language, survey.languages.map((value) => ({ value, label: languageName(value) })), (v) => onChange({ ...search, language: v }))}
      <label className={classes.day}>{t('answers:from')} <TextInput size="xs" type="date" value={search.from ?? ''} max={search.to} onChange={(e) => onChange({ ...search, from: e.currentTarget.value || undefined })} /></label>
      <label className={classes.day}>{t('answers:to')} <TextInput size="xs" type="date" value={search.to ?? ''} min={search.from} onChange={(e) => onChange({ ...search, to: e.currentTarget.value || undefined })} /></label>
      {narrowed(search) && <Button variant="subtle" size="compact-xs" onClick={() => { setCleared(cleared + 1); onChange({}); }}>{t('answers:all')}</Button>}
    </div>
  );
}

function Find({ q, onFind }: { q: string; onFind: (q: string) => void }) {
  const { t } = useText();
  const [text, setText] = useState(q);
  const find = useDebouncedCallback(onFind, 250);
  return (
    <TextInput
      type="search" size="xs" className={classes.find} aria-label={t('answers:find')} placeholder={t('answers:find')} value={text}
      onChange={(e) => { setText(e.currentTarget.value); find(e.currentTarget.value.trim()); }}
    />
  );
}
