import { Button, Checkbox, Group, Modal, Stack } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { asProblem, type Problem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { FileDrop } from '@/ui/FileDrop';
import { FormProblem } from '@/ui/FormProblem';
import { keyedText } from '@/ui/problemText';
import { useToast } from '@/ui/confirm';
import { useBringing } from '../queries';
import type { Plan } from '../wire';
import classes from './ImportDialog.module.css';

interface ImportDialogProps {
  program: string;
  onClose: () => void;
}

/** Brings a register back from a spreadsheet: first what it would change, then, whole or not at all, the change. */
export function ImportDialog({ program, onClose }: ImportDialogProps) {
  const { t } = useText();
  const format = useFormat();
  const toast = useToast();
  const bringing = useBringing(program);
  const [file, setFile] = useState<File>();
  const [plan, setPlan] = useState<Plan>();
  const [remove, setRemove] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const attempt = async (chosen: File, match?: string) => {
    setProblem(null);
    try {
      const done = await bringing.mutateAsync({ file: chosen, match, remove });
      setPlan(done);
      if (!done.applied) return;
      toast({ message: t('journey:bring.done', { n: format.number(done.new.length + done.changed.length + (remove ? done.removed.length : 0)) }) });
      onClose();
    } catch (thrown) {
      setPlan(undefined);
      setProblem(asProblem(thrown));
    }
  };
  const does = plan && plan.problems.length === 0 && plan.new.length + plan.changed.length + (remove ? plan.removed.length : 0) > 0;
  return (
    <Modal opened onClose={onClose} size="lg" title={t('journey:bring.title')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <Stack gap="md">
        {!plan && <p className={classes.note}>{t('journey:bring.how')}</p>}
        {!plan && <FileDrop accept=".xlsx" onFile={(chosen) => { setFile(chosen); void attempt(chosen); }} busy={bringing.isPending}>{t('journey:bring.drop')}</FileDrop>}
        <FormProblem problem={problem} />
        {plan && (
          <div className={classes.plan}>
            {plan.problems.length > 0 && (
              <section role="alert">
                <h3>{t('journey:bring.problems', { count: plan.problems.length })}</h3>
                <ul>{plan.problems.map((p) => <li key={`${p.row} ${p.column} ${p.key}`}><b>{t('journey:bring.at', { sheet: p.sheet, row: p.row, column: p.column })}</b> {keyedText(t, p.key, p.says)}</li>)}</ul>
              </section>
            )}
            {plan.matrix_edited && <p role="alert">{t('journey:bring.matrixEdited')}</p>}
            <Rows title={t('journey:bring.new', { count: plan.new.length })} rows={plan.new} />
            <Rows title={t('journey:bring.changed', { count: plan.changed.length })} rows={plan.changed} more={(r) => r.columns.map((c) => c.replace(/^[A-Z]+, /, '')).join(', ')} />
            <Rows title={t('journey:bring.removed', { count: plan.removed.length })} rows={plan.removed} />
            {plan.removed.length > 0 && <Checkbox label={t('journey:bring.remove')} checked={remove} onChange={(e) => setRemove(e.currentTarget.checked)} />}
            {plan.channels.length + plan.stages.length > 0 && <p className={classes.note}>{t('journey:bring.adds', { names: [...plan.stages, ...plan.channels].join(', ') })}</p>}
            <p className={classes.note}>{t('journey:bring.same', { count: plan.same })}</p>
          </div>
        )}
        <Group justify="flex-end" gap={8}>
          {plan && <Button variant="default" onClick={() => { setPlan(undefined); setFile(undefined); }}>{t('journey:bring.another')}</Button>}
          <Button variant={plan ? 'subtle' : 'default'} onClick={onClose}>{t('ui:confirm.cancel')}</Button>
          {plan && <Button disabled={!does} loading={bringing.isPending} onClick={() => file && void attempt(file, plan.match)}>{t('journey:bring.apply')}</Button>}
        </Group>
      </Stack>
    </Modal>
  );
}

type Row = Plan['new'][number];
const few = 12;

function Rows({ title, rows, more }: { title: string; rows: readonly Row[]; more?: (row: Row) => ReactNode }) {
  const { t } = useText();
  if (rows.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul>
        {rows.slice(0, few).map((r) => <li key={r.key}>{r.name} · {r.channel}{more && <span className={classes.note}> {more(r)}</span>}</li>)}
        {rows.length > few && <li className={classes.note}>{t('journey:bring.more', { count: rows.length - few })}</li>}
      </ul>
    </section>
  );
}
