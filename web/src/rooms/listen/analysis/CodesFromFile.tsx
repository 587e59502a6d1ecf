import { Button, Modal, Stack } from '@mantine/core';
import { useState } from 'react';
import { asProblem, type Problem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { DataTable } from '@/ui/DataTable';
import { FileDrop } from '@/ui/FileDrop';
import { FormProblem } from '@/ui/FormProblem';
import { useToast } from '@/ui/confirm';
import { previewCodes, type BookChanges, type CodeFile, type CodeRow } from './books';
import classes from './Codebook.module.css';

/** How many rows are shown at once. */
const piece = 100;

/** Codes out of a list or a table: what each row comes to is seen before it is taken in. */
export function CodesFromFile({ book, changes, onClose }: { book: string; changes: BookChanges; onClose: () => void }) {
  const { t } = useText();
  const toast = useToast();
  const [chosen, setChosen] = useState<{ file: File; read: CodeFile }>();
  const [reading, setReading] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const attempt = async (work: () => Promise<void>) => {
    setProblem(null);
    try {
      await work();
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  };
  const look = async (file: File) => {
    setReading(true);
    setChosen(undefined);
    await attempt(async () => setChosen({ file, read: await previewCodes(book, file) }));
    setReading(false);
  };
  const take = (file: File) =>
    attempt(async () => {
      const taken = await changes.takeCodes.mutateAsync(file);
      toast({ message: t('analysis:file.taken', { count: taken.new }) });
      onClose();
    });
  return (
    <Modal opened onClose={onClose} size="xl" title={t('analysis:file.title')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <Stack gap="md">
        <p className={`${classes.soft} ${classes.told}`}>{t('analysis:file.lead')}</p>
        <FileDrop accept=".txt,.csv,.tsv,.xlsx" busy={reading} onFile={(file) => void look(file)}>{chosen ? chosen.file.name : t('analysis:file.drop')}</FileDrop>
        <FormProblem problem={problem} />
        {chosen && <Rows key={chosen.file.name} read={chosen.read} />}
        <div className={classes.end}>
          <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
          {chosen && <Button disabled={chosen.read.new === 0} loading={changes.takeCodes.isPending} onClick={() => void take(chosen.file)}>{t('analysis:file.take', { count: chosen.read.new })}</Button>}
        </div>
      </Stack>
    </Modal>
  );
}

/** What a file comes to: in all, and row by row, what is wrong first. */
function Rows({ read }: { read: CodeFile }) {
  const { t } = useText();
  const format = useFormat();
  const [shown, setShown] = useState(piece);
  const order = { wrong: 0, new: 1, there: 2 };
  const rows = read.rows.toSorted((a, b) => order[a.state] - order[b.state] || a.row - b.row);
  return (
    <>
      <p role="status" className={classes.told}>
        {t('analysis:file.counts', { fresh: format.number(read.new), there: format.number(read.there), wrong: format.number(read.wrong) })}
        {read.families.length > 0 && ` ${t('analysis:file.families', { names: read.families.join(', ') })}`}
        {read.more && ` ${t('analysis:file.more', { n: format.number(read.rows.length) })}`}
      </p>
      {rows.length > 0 && (
        <DataTable<CodeRow>
          label={t('analysis:file.rows')} rows={rows.slice(0, shown)} rowKey={(r) => String(r.row)} stack minWidth={420}
          columns={[
            { key: 'name', header: t('analysis:file.code'), width: '34%', cell: (r) => <span className={classes.anyhow}>{r.name || t('analysis:file.noName')}<span className={classes.under}>{r.family}</span></span> },
            { key: 'state', header: t('analysis:file.comes'), cell: (r) => <span className={r.state === 'wrong' ? classes.wrong : undefined}>{r.why ? t(`analysis:file.why.${r.why}`) : t(`analysis:file.state.${r.state}`)}</span> },
            { key: 'definition', header: t('analysis:file.definition'), cell: (r) => <span className={classes.anyhow}>{r.definition.slice(0, 200)}</span>, line: true },
            { key: 'row', header: t('analysis:file.row'), numeric: true, cell: (r) => format.number(r.row) },
          ]}
        />
      )}
      {rows.length > shown && <Button variant="subtle" size="compact-sm" onClick={() => setShown(shown + piece)}>{t('analysis:file.showMore', { count: rows.length - shown })}</Button>}
    </>
  );
}
