import { Group, NativeSelect, NumberInput, Radio, TextInput } from '@mantine/core';
import type { ProblemField } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { fieldText } from '@/ui/problemText';
import type { ColumnProfile, ScoreMapping } from '../wire';
import { GoodScores } from './GoodScores';
import { metricsFor, presetOf, presets, scaleFor, withDirection, withScale, type Preset } from './scales';

interface ScoreSettingsProps {
  score: ScoreMapping;
  profile: ColumnProfile;
  errors: ProblemField[];
  onChange: (score: ScoreMapping) => void;
}

const intents = ['satisfaction', 'loyalty', 'advocacy', 'effort', 'emotion', 'expectation', 'root_cause', 'outcome', 'other'] as const;

/** The measure that a column of scores belongs to: its name, scale, good end, and the figure made of it. */
export function ScoreSettings({ score, profile, errors, onChange }: ScoreSettingsProps) {
  const { t } = useText();
  const { scale } = score;
  const preset = presetOf(scale);
  const errorOf = (name: string) => {
    const found = errors.find((e) => e.field.endsWith(name));
    return found && fieldText(t, found);
  };
  return (
    <>
      <TextInput size="xs" label={t('collect:score.name')} value={score.name} error={errorOf('.name')} onChange={(e) => onChange({ ...score, name: e.currentTarget.value, measure_id: undefined })} />
      <Group gap="sm" grow align="flex-start">
        <NativeSelect
          size="xs" label={t('collect:score.scale')} value={preset} data={presets.map((p) => ({ value: p, label: t(`collect:preset.${p}`) }))}
          onChange={(e) => onChange(withScale(score, scaleFor(e.currentTarget.value as Preset, profile)))}
        />
        <NativeSelect
          size="xs" label={t('collect:score.metric')} value={score.metric} error={errorOf('.metric')}
          data={metricsFor(scale).map((m) => ({ value: m, label: t(`collect:metric.${m}`) }))}
          onChange={(e) => onChange({ ...score, metric: e.currentTarget.value as ScoreMapping['metric'] })}
        />
      </Group>
      {preset === 'numbers' && (
        <Group gap="sm" grow>
          <NumberInput size="xs" label={t('collect:score.min')} value={scale.min} onChange={(v) => typeof v === 'number' && onChange(withScale(score, { ...scale, min: v }))} error={errorOf('.min')} />
          <NumberInput size="xs" label={t('collect:score.max')} value={scale.max} onChange={(v) => typeof v === 'number' && onChange(withScale(score, { ...scale, max: v }))} error={errorOf('.max')} />
        </Group>
      )}
      {preset !== 'yes_no' && preset !== 'labels' && (
        <Radio.Group label={t('collect:score.direction')} value={scale.direction} onChange={(v) => onChange({ ...score, scale: withDirection(scale, v as 'up' | 'down') })}>
          <Group gap="md" mt={4}>
            <Radio size="xs" value="up" label={t('collect:score.up')} />
            <Radio size="xs" value="down" label={t('collect:score.down')} />
          </Group>
        </Radio.Group>
      )}
      <GoodScores scale={scale} metric={score.metric} error={errorOf('.good') ?? errorOf('.labels')} onChange={(next) => onChange({ ...score, scale: next })} />
      <NativeSelect
        size="xs" label={t('collect:score.intent')} value={score.intent} data={intents.map((i) => ({ value: i, label: t(`collect:intent.${i}`) }))}
        onChange={(e) => onChange({ ...score, intent: e.currentTarget.value as ScoreMapping['intent'] })}
      />
    </>
  );
}
