import { Button, Checkbox, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';
import { useListenChanges } from '../queries';
import { useAttempt } from '../useAttempt';
import { maskKinds, type Line, type Mask, type StudyDocument } from '../wire';
import { runsOf } from './groups';
import { chosenIn, type Chosen } from './chosen';
import { PlainWords } from './PlainWords';
import { useWordKeys } from './useWordKeys';
import classes from '../Listen.module.css';

const next: Record<Mask['state'], Mask['state']> = { proposed: 'confirmed', confirmed: 'refused', refused: 'confirmed' };

/** The original with what is masked marked; a click decides, words selected or chosen by the keys are masked. */
export function MaskedText({ document, lines }: { document: StudyDocument; lines: readonly Line[] }) {
  const { t } = useText();
  const { decide } = useListenChanges();
  const attempt = useAttempt();
  const list = useRef<HTMLOListElement>(null);
  const [chosen, setChosen] = useState<Chosen>();
  const toggle = (mask: Mask) => void attempt(() => decide.mutateAsync({ id: document.id, ids: [mask.id], state: next[mask.state] }));
  const may = useMay('listen.write');
  const byKeys = useWordKeys(list, lines, may, setChosen);
  const look = () => {
    const found = may && list.current && chosenIn(list.current);
    if (found) setChosen(found);
  };
  return (
    <>
      {may && <p className={classes.keys}>{t('listen:masking.keys')}</p>}
      <p className={classes.heard} role="status">{byKeys && t('listen:masking.chosen', { words: byKeys.words, n: byKeys.n })}</p>
      <ol ref={list} className={classes.lines} lang={document.language || undefined} onMouseUp={look} onTouchEnd={look} onKeyUp={(e) => { if (e.key === 'Enter') look(); }}>
        {lines.map((l, n) => (
          <li key={l.n}>
            {(n === 0 || lines[n - 1]?.turn !== l.turn || lines[n - 1]?.speaker !== l.speaker) && l.speaker && <span className={classes.speaker}>{l.speaker}</span>}
            <span className={classes.n}>{l.n}</span>
            <span data-n={l.n}>
              {runsOf(l).map((run, at) => (run.mask
                ? <button key={at} type="button" className={classes.mask} data-state={run.mask.state} aria-label={t('listen:masking.place', { words: run.text, state: t(`listen:maskState.${run.mask.state}`) })} onClick={() => run.mask && toggle(run.mask)}>{run.text}</button>
                : <PlainWords key={at} text={run.text} start={run.start} chosen={byKeys?.n === l.n ? byKeys : undefined} />))}
            </span>
          </li>
        ))}
      </ol>
      {chosen && <AddMask document={document} chosen={chosen} onClose={() => { setChosen(undefined); window.getSelection()?.removeAllRanges(); }} />}
    </>
  );
}

function AddMask({ document, chosen, onClose }: { document: StudyDocument; chosen: Chosen; onClose: () => void }) {
  const { t } = useText();
  const { addMask } = useListenChanges();
  const attempt = useAttempt();
  const [kind, setKind] = useState<Mask['kind']>('name');
  const [replacement, setReplacement] = useState('');
  const [everywhere, setEverywhere] = useState(true);
  const add = async () => {
    const { n, start, length } = chosen;
    if (await attempt(() => addMask.mutateAsync({ id: document.id, n, start, length, kind, everywhere, replacement: replacement || undefined }))) onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t('listen:masking.add', { words: chosen.words })} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <form onSubmit={(e) => { e.preventDefault(); void add(); }}>
        <Stack gap="md">
          <Select label={t('listen:masking.kind')} allowDeselect={false} value={kind} data={maskKinds.map((k) => ({ value: k, label: t(`listen:maskKind.${k}`) }))} onChange={(k) => setKind(maskKinds.find((x) => x === k) ?? 'other')} />
          <TextInput label={t('listen:masking.replacement')} placeholder={t('listen:masking.replacementHint')} maxLength={80} value={replacement} onChange={(e) => setReplacement(e.currentTarget.value)} />
          <Checkbox label={t('listen:masking.everywhere')} checked={everywhere} onChange={(e) => setEverywhere(e.currentTarget.checked)} />
        </Stack>
        <div className={classes.end}>
          <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
          <Button type="submit" loading={addMask.isPending}>{t('listen:masking.confirm')}</Button>
        </div>
      </form>
    </Modal>
  );
}
