import { Checkbox } from '@mantine/core';
import { useText } from '@/i18n/useText';
import type { Scale, ScoreMapping } from '../wire';
import { isWorded, moveWord, scoresOf } from './scales';
import classes from './GoodScores.module.css';

interface GoodScoresProps {
  scale: Scale;
  metric: ScoreMapping['metric'];
  error?: string;
  onChange: (scale: Scale) => void;
}

/** Which scores count as good; words can be put in order, from the worst to the best. */
export function GoodScores({ scale, metric, error, onChange }: GoodScoresProps) {
  const { t } = useText();
  const scores = scoresOf(scale);
  const worded = isWorded(scale);
  if (scores.length === 0 || (metric !== 'share' && !worded)) return null;
  const toggle = (score: number, good: boolean) => {
    const others = (scale.good ?? []).filter((s) => s !== score);
    onChange({ ...scale, good: good ? [...others, score].sort((a, b) => a - b) : others });
  };
  return (
    <fieldset className={classes.scores}>
      <legend>{t(metric === 'share' ? 'collect:score.good' : 'collect:score.order')}</legend>
      <div className={worded ? classes.words : classes.numbers}>
        {scores.map((s) => (
          <div key={s} className={classes.score}>
            {metric === 'share' ? (
              <Checkbox size="xs" checked={(scale.good ?? []).includes(s)} label={scale.labels?.[String(s)] ?? String(s)} onChange={(e) => toggle(s, e.currentTarget.checked)} />
            ) : <span>{scale.labels?.[String(s)] ?? s}</span>}
            {worded && scores.length > 2 && (
              <span>
                <button type="button" disabled={s === scale.min} aria-label={t('collect:score.earlier', { word: scale.labels?.[String(s)] ?? '' })} onClick={() => onChange(moveWord(scale, s, -1))}>↑</button>
                <button type="button" disabled={s === scale.max} aria-label={t('collect:score.later', { word: scale.labels?.[String(s)] ?? '' })} onClick={() => onChange(moveWord(scale, s, 1))}>↓</button>
              </span>
            )}
          </div>
        ))}
      </div>
      {error && <p className={classes.error}>{error}</p>}
    </fieldset>
  );
}
