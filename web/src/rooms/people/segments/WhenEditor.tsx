import { NumberInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { whenOf, withWhen, type When } from './condition';
import type { Condition } from './wire';
import classes from './Segments.module.css';

interface WhenEditorProps {
  condition: Condition;
  onChange: (condition: Condition) => void;
}

/** When what is counted happened: at any time, in the last days, or between two days. */
export function WhenEditor({ condition: c, onChange }: WhenEditorProps) {
  const { t } = useText();
  // Two days that are still empty say nothing in the condition itself.
  const [chosen, setChosen] = useState<When>();
  const stands = whenOf(c);
  const when = stands === 'any' ? (chosen ?? 'any') : stands;
  const choose = (next: When) => {
    setChosen(next);
    onChange(withWhen(c, next === 'days' ? { days: 90 } : {}));
  };
  return (
    <>
      <Select
        aria-label={t('segments:form.when.label')} className={classes.way} value={when} allowDeselect={false}
        data={(['any', 'days', 'between'] as const).map((w) => ({ value: w, label: t(`segments:form.when.${w}`) }))} onChange={(w) => w && choose(w)}
      />
      {when === 'days' && (
        <NumberInput
          className={classes.number} aria-label={t('segments:form.days')} min={1} max={36500} allowDecimal={false} value={c.days ?? ''}
          onChange={(n) => onChange(withWhen(c, Number(n) > 0 ? { days: Number(n) } : {}))}
        />
      )}
      {when === 'between' && (
        <div className={classes.dates}>
          {(['since', 'until'] as const).map((end) => (
            <TextInput
              key={end} type="date" className={classes.end} aria-label={t(`segments:form.${end}`)} value={c[end] ?? ''}
              min={end === 'until' ? c.since : undefined} max={end === 'since' ? c.until : undefined}
              onChange={(e) => onChange(withWhen(c, { since: c.since, until: c.until, [end]: e.currentTarget.value || undefined }))}
            />
          ))}
        </div>
      )}
    </>
  );
}
