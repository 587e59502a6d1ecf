import { Radio } from '@mantine/core';
import { useText } from '@/i18n/useText';
import type { ProgramChange } from '../queries';
import { erasures, keeps, type Program } from '../wire';
import { Choices } from './Choices';
import classes from './Statement.module.css';

interface ErasureProps {
  program: Program;
  mayWrite: boolean;
  onChange: (what: ProgramChange) => Promise<unknown>;
}

/** What becomes of the answers of somebody who is erased. */
export function Erasure({ program, mayWrite, onChange }: ErasureProps) {
  const { t } = useText();
  const way = program.on_erasure;
  return (
    <div className={classes.first}>
      {mayWrite ? (
        <Radio.Group
          label={<span className={classes.quietHead}>{t('purpose:erasure.label')}</span>} description={t('purpose:erasure.note')} value={way}
          onChange={(on_erasure) => void onChange({ on_erasure: on_erasure as Program['on_erasure'] })}
        >
          <div className={classes.boxes}>
            {erasures.map((w) => <Radio key={w} value={w} size="xs" label={t(`purpose:erasure.${w}`)} description={t(`purpose:erasure.${w}Why`)} />)}
          </div>
        </Radio.Group>
      ) : (
        <div>
          <h3 className={classes.quietHead}>{t('purpose:erasure.label')}</h3>
          <p className={classes.said}>{t(`purpose:erasure.${way}`)}</p>
        </div>
      )}
      {way === 'anonymise' && (
        <Choices
          quiet label={t('purpose:erasure.keeps')} note={t('purpose:erasure.keepsNote')} none={t('purpose:erasure.keepsNone')} all={keeps} chosen={program.erasure_keeps} mayWrite={mayWrite}
          name={(k) => t(`purpose:erasure.${k}`)} why={(k) => t(`purpose:erasure.${k}Why`)} onChange={(list) => onChange({ erasure_keeps: list })}
        />
      )}
    </div>
  );
}
