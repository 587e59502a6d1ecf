import { Button, Group, NativeSelect, NumberInput, Popover } from '@mantine/core';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { scoresOf } from '../charts/scores';
import type { Measure } from '../wire';
import type { AnswersSearch } from './search';

interface ScoreFilterProps {
  measure: Measure;
  search: AnswersSearch;
  onChange: (search: AnswersSearch) => void;
}

/** Narrows to scores from one to another, both included. */
export function ScoreFilter({ measure, search, onChange }: ScoreFilterProps) {
  const { t, i18n } = useText();
  const { min, max } = measure.scale;
  const scores = scoresOf([], measure, i18n.language);
  const [low, setLow] = useState(search.score_min ?? min);
  const [high, setHigh] = useState(search.score_max ?? max);
  const data = scores.map((s) => ({ value: String(s.score), label: s.label ? `${s.score} · ${s.label}` : String(s.score) }));
  const field = (label: string, value: number, set: (v: number) => void) =>
    data.length > 0
      ? <NativeSelect size="xs" label={label} data={data} value={String(value)} onChange={(e) => set(Number(e.currentTarget.value))} />
      : <NumberInput size="xs" label={label} min={min} max={max} value={value} onChange={(v) => set(Number(v))} />;

  return (
    <Popover position="bottom-start" trapFocus returnFocus width={250}>
      <Popover.Target>
        <Button variant="default" size="xs">{t('understand:answers.score')}</Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('understand:answers.score')}>
        <Group grow gap={8} align="flex-end">
          {field(t('understand:answers.scoreFrom'), low, setLow)}
          {field(t('understand:answers.scoreTo'), high, setHigh)}
        </Group>
        <Button
          size="xs" mt={10} fullWidth disabled={high < low}
          onClick={() => onChange({ ...search, score_min: low, score_max: high === max ? undefined : high })}
        >
          {t('understand:answers.scoreShow')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
