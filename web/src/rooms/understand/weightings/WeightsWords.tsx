import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { useKeyName, useValueName } from '../filter/words';
import type { Made } from './wire';
import classes from './Weightings.module.css';

/** What came of the weights: how large they are, what they cost, what is left, and what was put together. */
export function WeightsWords({ made }: { made: Made }) {
  const { t } = useText();
  const format = useFormat();
  const keyName = useKeyName();
  const valueName = useValueName();
  const { weights, margins } = made;
  const name = (key: string) => keyName(key, margins.find((m) => m.key === key)?.label ?? key);
  const { least, most } = weights;
  return (
    <ul className={classes.words}>
      {least !== null && most !== null && <li>{t('weightings:words.range', { least: format.number(least, 2), most: format.number(most, 2) })}</li>}
      {weights.n > 0 && <li>{t('weightings:words.effective', { n: format.number(weights.n), eff: format.number(weights.effective_n), share: format.percent(weights.effective_n / weights.n) })}</li>}
      <li>{weights.margin_error < 0.0005 ? t('weightings:words.reached') : t('weightings:words.error', { error: format.percent(weights.margin_error, 1) })}</li>
      {weights.rounds > 0 && <li>{t('weightings:words.trimmed', { count: weights.trimmed, n: format.number(weights.trimmed) })}</li>}
      {weights.left_out > 0 && <li>{t('weightings:words.leftOut', { count: weights.left_out, n: format.number(weights.left_out) })}</li>}
      {weights.merged.map((m) => <li key={m.key + m.classes.join()}>{t('weightings:words.merged', { key: name(m.key), classes: format.list(m.classes.map((c) => valueName(m.key, c))) })}</li>)}
      {weights.dropped.map((key) => <li key={key}>{t('weightings:words.dropped', { key: name(key) })}</li>)}
      <li>{t(weights.fixed ? 'weightings:words.fixed' : 'weightings:words.raked')}</li>
    </ul>
  );
}
