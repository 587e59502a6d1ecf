import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { isBusy } from '../queries';
import type { ImportSummary } from '../wire';
import classes from './StateMark.module.css';

/** Where an import stands: a shape and a word, and how far it is while it runs. */
export function StateMark({ item }: { item: Pick<ImportSummary, 'state' | 'progress'> }) {
  const { t } = useText();
  const format = useFormat();
  const { done, total } = item.progress;
  const share = isBusy(item.state) && total > 0 ? ` ${format.percent(Math.min(1, done / total))}` : '';
  const shape = item.state === 'done' ? 'disc' : item.state === 'failed' ? 'triangle' : 'ring';
  return (
    <span className={classes.state}>
      <svg width="10" height="10" aria-hidden="true">
        {shape === 'disc' && <circle className={classes.disc} cx="5" cy="5" r="4" />}
        {shape === 'ring' && <circle className={classes.ring} cx="5" cy="5" r="3.6" />}
        {shape === 'triangle' && <path className={classes.triangle} d="M1 1.5 L9 1.5 L5 9 Z" />}
      </svg>
      {t(`collect:state.${item.state}`)}
      {share}
    </span>
  );
}
