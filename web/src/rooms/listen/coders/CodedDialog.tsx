import { Button, Modal, Stack } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { asProblem, type Problem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { ErrorState } from '@/ui/ErrorState';
import { FormProblem } from '@/ui/FormProblem';
import { Loading } from '@/ui/Loading';
import { CodedFields } from './CodedFields';
import { RejectList } from './Rejects';
import { previewQuery, type CodedPlan, type CodedPreview, type CoderChanges } from './queries';
import classes from '../Listen.module.css';

/** How a table would be taken in: what was found out, mended where it is wrong, then kept. */
export function CodedDialog({ id, changes, onClose }: { id: string; changes: CoderChanges; onClose: () => void }) {
  const { t } = useText();
  const client = useQueryClient();
  const query = useQuery(previewQuery(id));
  const [problem, setProblem] = useState<Problem | null>(null);
  const look = async (work: () => Promise<CodedPreview>) => {
    setProblem(null);
    try {
      client.setQueryData(previewQuery(id).queryKey, await work());
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  };
  const keep = async () => {
    setProblem(null);
    try {
      await changes.start.mutateAsync(id);
      onClose();
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  };
  const p = query.data;
  return (
    <Modal opened onClose={onClose} size="xl" title={p?.name ?? t('coders:files.title')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {p && (
        <Stack gap="md">
          <CodedFields preview={p} onPlan={(plan: CodedPlan) => void look(() => changes.plan.mutateAsync({ id, plan }))} onFrame={(file) => void look(() => changes.frame.mutateAsync({ id, file }))} />
          <Counts preview={p} />
          {p.sealed && <p className={classes.closed}>{t('coders:files.sealed')}</p>}
          <FormProblem problem={problem} />
          <div className={classes.end}>
            <Button variant="default" onClick={onClose}>{t('coders:files.later')}</Button>
            <Button loading={changes.start.isPending || changes.plan.isPending} disabled={p.texts === 0} onClick={() => void keep()}>{t('coders:files.take', { count: p.texts })}</Button>
          </div>
        </Stack>
      )}
    </Modal>
  );
}

/** Most codes that a look shows; the rest are counted. */
const shownCodes = 40;

function Counts({ preview }: { preview: CodedPreview }) {
  const { t } = useText();
  const format = useFormat();
  return (
    <div aria-live="polite">
      <p className={classes.note}>{t('coders:files.found', { texts: format.number(preview.texts), codes: format.number(preview.frame.length) })}</p>
      <ul className={classes.steps}>
        {preview.frame.slice(0, shownCodes).map((c) => <li key={`${c.group ?? ''} ${c.key}`}>{c.family && c.family !== c.name ? `${c.family} · ` : ''}{c.name} {format.number(c.count)}</li>)}
        {preview.frame.length > shownCodes && <li>{t('coders:files.moreCodes', { count: preview.frame.length - shownCodes })}</li>}
      </ul>
      <ol className={classes.lines}>
        {preview.examples.map((e) => <li key={e.row}><span className={classes.n}>{e.row}</span><span>{e.text}<span className={classes.small}>{e.codes.join(' · ') || t('coders:files.noCode')}</span></span></li>)}
      </ol>
      {preview.rejects.length > 0 && <details><summary>{t('coders:files.rejected', { count: preview.rejected })}</summary><RejectList rejects={preview.rejects} /></details>}
    </div>
  );
}
