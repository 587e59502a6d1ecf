import { Checkbox, NativeSelect, NumberInput } from '@mantine/core';
import { useText } from '@/i18n/useText';
import type { Scale } from './draft';
import { WordsField } from './WordsField';
import classes from './Surveys.module.css';

interface ScaleFieldsProps {
  scale: Scale;
  languages: readonly string[];
  /** The scale is the measure's: its points stay. */
  fixed: boolean;
  onChange: (scale: Scale, about: string) => void;
}

const whole = (value: string | number, least: number, most: number) => Math.min(most, Math.max(least, Math.round(Number(value) || 0)));

/** How many points a scale has, how they look and what its ends say. */
export function ScaleFields({ scale, languages, fixed, onChange }: ScaleFieldsProps) {
  const { t } = useText();
  const labels = scale.labels ?? [];
  const spelled = labels.length > 0;
  const resize = (points: number) => onChange({ ...scale, points, labels: spelled ? Array.from({ length: points }, (_, i) => labels[i] ?? {}) : undefined }, 'points');
  return (
    <div className={classes.column}>
      <div className={classes.fields}>
        <NativeSelect label={t('surveys:scale.look')} data={(['numbers', 'stars', 'words'] as const).map((value) => ({ value, label: t(`surveys:look.${value}`) }))} value={scale.look} onChange={(e) => onChange({ ...scale, look: e.currentTarget.value }, 'look')} />
        <NumberInput label={t('surveys:scale.points')} min={2} max={11} allowDecimal={false} disabled={fixed} value={scale.points} onChange={(v) => resize(whole(v, 2, 11))} />
        <NumberInput label={t('surveys:scale.first')} min={-10} max={10} allowDecimal={false} disabled={fixed} value={scale.min} onChange={(v) => onChange({ ...scale, min: whole(v, -10, 10) }, 'min')} />
      </div>
      {fixed && <p className={classes.soft}>{t('surveys:scale.fixed')}</p>}
      <div className={classes.checks}>
        <Checkbox label={t('surveys:scale.na')} checked={scale.na ?? false} onChange={(e) => onChange({ ...scale, na: e.currentTarget.checked || undefined }, 'na')} />
        <Checkbox label={t('surveys:scale.spelled')} checked={spelled} onChange={(e) => onChange({ ...scale, labels: e.currentTarget.checked ? Array.from({ length: scale.points }, () => ({})) : undefined }, 'spelled')} />
      </div>
      {!spelled && (
        <>
          <WordsField short label={t('surveys:scale.low')} languages={languages} words={scale.low} onChange={(low) => onChange({ ...scale, low }, 'low')} />
          <WordsField short label={t('surveys:scale.high')} languages={languages} words={scale.high} onChange={(high) => onChange({ ...scale, high }, 'high')} />
        </>
      )}
      {labels.map((words, i) => (
        <WordsField key={i} short label={t('surveys:scale.label', { n: scale.min + i })} languages={languages} words={words} onChange={(now) => onChange({ ...scale, labels: labels.map((w, j) => (i === j ? now : (w ?? {}))) }, `label ${i}`)} />
      ))}
    </div>
  );
}
