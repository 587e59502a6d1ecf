import { Button, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { asProblem, type Problem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useToast } from '@/ui/confirm';
import { useRegisterChanges } from '../queries';
import { natures, type Channel, type Matrix } from '../wire';
import { SetupRow } from './SetupRow';
import classes from './Setup.module.css';

interface SetupDialogProps {
  matrix: Matrix;
  onClose: () => void;
}

/** The stages and channels of a register: add, rename, move, take out what nothing stands on. */
export function SetupDialog({ matrix, onClose }: SetupDialogProps) {
  const { t } = useText();
  const changes = useRegisterChanges();
  const toast = useToast();
  const [problem, setProblem] = useState<Problem | null>(null);
  const attempt = async (work: () => Promise<unknown>) => {
    setProblem(null);
    try {
      await work();
      return true;
    } catch (thrown) {
      setProblem(asProblem(thrown));
      return false;
    }
  };
  // Only what nothing stands on goes; it comes back behind the others.
  const takeOut = async (name: string, work: () => Promise<unknown>, back: () => Promise<unknown>) => {
    if (!(await attempt(work))) return false;
    toast({ message: t('journey:editor.removed', { name }), undo: () => void attempt(back) });
    return true;
  };
  const nature = (c: Channel) => (
    <Select
      size="xs" w={118} aria-label={t('journey:setup.natureOf', { name: c.name })} allowDeselect={false} value={c.nature} data={natures.map((n) => ({ value: n, label: t(`journey:nature.${n}`) }))}
      onChange={(n) => n && void attempt(() => changes.changeChannel.mutateAsync({ channel: c, change: { nature: n as Channel['nature'] } }))}
    />
  );
  return (
    <Modal opened onClose={onClose} size="lg" title={t('journey:setup.title')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <Stack gap="lg">
        <FormProblem problem={problem} />
        <section>
          <h3 className={classes.title}>{t('journey:setup.stages')}</h3>
          <p className={classes.note}>{t('journey:setup.stagesNote')}</p>
          {matrix.stages.map((s, i) => (
            <SetupRow
              key={`${s.id} ${s.name}`} name={s.name} first={i === 0} last={i === matrix.stages.length - 1}
              onRename={(name) => attempt(() => changes.changeStage.mutateAsync({ stage: s, change: { name } }))}
              onMove={(step) => attempt(() => changes.changeStage.mutateAsync({ stage: s, change: { position: i + 1 + step } }))}
              onRemove={() => takeOut(s.name, () => changes.removeStage.mutateAsync(s.id), () => changes.addStage.mutateAsync({ program_id: s.program_id, name: s.name }))}
            />
          ))}
          <AddLine label={t('journey:setup.addStage')} onAdd={(name) => attempt(() => changes.addStage.mutateAsync({ program_id: matrix.program_id, name }))} />
        </section>
        <section>
          <h3 className={classes.title}>{t('journey:setup.channels')}</h3>
          <p className={classes.note}>{t('journey:setup.channelsNote')}</p>
          {matrix.channels.map((c, i) => (
            <SetupRow
              key={`${c.id} ${c.name}`} name={c.name} first={i === 0} last={i === matrix.channels.length - 1} more={nature(c)}
              onRename={(name) => attempt(() => changes.changeChannel.mutateAsync({ channel: c, change: { name } }))}
              onMove={(step) => attempt(() => changes.changeChannel.mutateAsync({ channel: c, change: { position: i + 1 + step } }))}
              onRemove={() => takeOut(c.name, () => changes.removeChannel.mutateAsync(c.id), () => changes.addChannel.mutateAsync({ program_id: c.program_id, name: c.name, key: c.key, nature: c.nature }))}
            />
          ))}
          <AddLine label={t('journey:setup.addChannel')} onAdd={(name) => attempt(() => changes.addChannel.mutateAsync({ program_id: matrix.program_id, name }))} />
        </section>
      </Stack>
    </Modal>
  );
}

function AddLine({ label, onAdd }: { label: string; onAdd: (name: string) => Promise<boolean> }) {
  const { t } = useText();
  const [name, setName] = useState('');
  const submit = async () => {
    if (name.trim() && (await onAdd(name.trim()))) setName('');
  };
  return (
    <form className={classes.line} onSubmit={(e) => { e.preventDefault(); void submit(); }}>
      <TextInput size="xs" className={classes.grow} aria-label={label} placeholder={label} maxLength={120} value={name} onChange={(e) => setName(e.currentTarget.value)} />
      <Button type="submit" size="xs" variant="default" disabled={!name.trim()}>{t('journey:add.add')}</Button>
    </form>
  );
}
