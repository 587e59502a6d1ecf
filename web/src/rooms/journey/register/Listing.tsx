import type { ReactNode } from 'react';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import type { Matrix } from '../wire';
import { columnsOf, stagesOf } from './matrix';
import { Marks } from './Marks';
import { useLacking } from './useLacking';
import classes from './Register.module.css';

interface ListingProps {
  matrix: Matrix;
  editing?: string;
  editor: ReactNode;
  onEdit: (id: string | undefined) => void;
}

/** The register on a narrow screen: by stage and interaction, a line a channel. */
export function Listing({ matrix, editing, editor, onEdit }: ListingProps) {
  const { t } = useText();
  const format = useFormat();
  const lacking = useLacking();
  return (
    <div className={classes.list}>
      {stagesOf(matrix, columnsOf(matrix.channels)).map((stage) => (
        <section key={stage.id} aria-label={stage.name || t('journey:noStage')}>
          <h2>{stage.name || t('journey:noStage')}<small>{t('journey:interactions', { count: stage.rows.length })}</small></h2>
          {stage.rows.map((row) => (
            <div key={row.name} className={classes.item}>
              <p><b>{row.name}</b>{row.times !== undefined && <small> · {t('journey:timesShort', { count: row.times, n: format.number(row.times) })}</small>}</p>
              {row.cells.map(({ touchpoint, channel }) => touchpoint && (
                <div key={channel.id} className={touchpoint.id === editing ? classes.open : undefined}>
                  <button type="button" className={classes.line} aria-expanded={touchpoint.id === editing} onClick={() => onEdit(touchpoint.id === editing ? undefined : touchpoint.id)}>
                    <span>{channel.name}</span>
                    <span className={classes.words}>{lacking.long(touchpoint.lacks)}</span>
                    <Marks lacks={touchpoint.lacks} />
                  </button>
                  {touchpoint.id === editing && editor}
                </div>
              ))}
            </div>
          ))}
        </section>
      ))}
    </div>
  );
}
