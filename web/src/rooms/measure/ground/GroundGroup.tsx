import { useText } from '@/i18n/useText';
import { useFormat } from '@/format/context';
import { Card } from '@/ui/Card';
import type { Ground, GroundState } from '../wire';
import { GroundMark } from './GroundMark';
import { MeasureRow } from './MeasureRow';
import classes from './Ground.module.css';

interface GroundGroupProps {
  state: GroundState;
  grounds: readonly Ground[];
  /** The measure that the address names. */
  open?: string;
  mayWrite: boolean;
}

/** The measures that stand alike, each with what it rests on. */
export function GroundGroup({ state, grounds, open, mayWrite }: GroundGroupProps) {
  const { t } = useText();
  const format = useFormat();
  return (
    <Card title={<span className={classes.group}><GroundMark state={state} />{t(`measure:group.${state}`, { count: grounds.length, n: format.number(grounds.length) })}</span>} note={t(`measure:why.${state}`)}>
      <ul className={classes.rows}>
        {grounds.map((g) => <MeasureRow key={g.measure_id} ground={g} open={g.measure_id === open} mayWrite={mayWrite} />)}
      </ul>
    </Card>
  );
}
