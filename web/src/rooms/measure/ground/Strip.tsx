import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { states, type Ground } from '../wire';
import { GroundMark } from './GroundMark';
import classes from './Ground.module.css';

interface StripProps {
  grounds: readonly Ground[];
  counts: Record<Ground['state'], number>;
}

/** All measures as blocks, the firmest first, and how many stand how; each block leads to its measure. */
export function Strip({ grounds, counts }: StripProps) {
  const { t } = useText();
  const format = useFormat();
  const sorted = states.flatMap((state) => grounds.filter((g) => g.state === state));
  return (
    <>
      <ol className={classes.strip}>
        {sorted.map((g) => (
          <li key={g.measure_id}>
            <a href={`#m-${g.measure_id}`} className={classes.block} data-state={g.state} aria-label={t('measure:block', { name: g.name, state: t(`measure:state.${g.state}`) })} title={g.name} />
          </li>
        ))}
      </ol>
      <ul className={classes.legend}>
        {states.filter((s) => counts[s] > 0).map((s) => (
          <li key={s}><GroundMark state={s} /><b>{format.number(counts[s])}</b> {t(`measure:state.${s}`)}</li>
        ))}
      </ul>
    </>
  );
}
