import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useMay } from '@/access/session';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { FileDrop } from '@/ui/FileDrop';
import { ProgressBar } from '@/ui/ProgressBar';
import { useConfirm } from '@/ui/confirm';
import { useAttempt } from '../useAttempt';
import { CodedDialog } from './CodedDialog';
import { Rejects } from './Rejects';
import type { CodedFile, CoderChanges } from './queries';
import classes from '../Listen.module.css';

/** Tables of texts that are coded already: one more, and where each stands. */
export function FilesCard({ files, changes }: { files: readonly CodedFile[]; changes: CoderChanges }) {
  const { t } = useText();
  const attempt = useAttempt();
  const mayWrite = useMay('listen.write');
  const [open, setOpen] = useState<string>();
  const upload = (file: File) => attempt(async () => setOpen((await changes.upload.mutateAsync(file)).id));
  return (
    <Card title={t('coders:files.title')}>
      <p className={classes.note}>{t('coders:files.lead')}</p>
      {mayWrite && <FileDrop accept=".csv,.tsv,.txt,.xlsx,.jsonl,.parquet" busy={changes.upload.isPending} onFile={(file) => void upload(file)}>{t('coders:files.drop')}</FileDrop>}
      {files.length > 0 && (
        <ul className={classes.list}>
          {files.map((f) => <li key={f.id}><FileRow file={f} changes={changes} onOpen={() => setOpen(f.id)} /></li>)}
        </ul>
      )}
      {open && <CodedDialog id={open} changes={changes} onClose={() => setOpen(undefined)} />}
    </Card>
  );
}

function FileRow({ file, changes, onOpen }: { file: CodedFile; changes: CoderChanges; onOpen: () => void }) {
  const { t } = useText();
  const format = useFormat();
  const attempt = useAttempt();
  const confirm = useConfirm();
  const mayWrite = useMay('listen.write');
  const forget = () => confirm({
    title: t('coders:files.forgetTitle', { name: file.name }), text: t('coders:files.forgetText'), verb: t('coders:files.forget'),
    onConfirm: () => void attempt(() => changes.forget.mutateAsync(file.id)),
  });
  const told = t(`coders:files.state.${file.state}`);
  if (file.state === 'running') {
    return <ProgressBar label={`${file.name} · ${told}`} done={file.done} total={file.rows} note={t('coders:files.rows', { done: format.number(file.done), rows: format.number(file.rows) })} />;
  }
  return (
    <>
      <span>
        {file.name} · {told}
        <span className={classes.small}>
          {file.state === 'ready' ? t('coders:files.waits', { count: file.rows }) : t('coders:files.came', { added: format.number(file.added), there: format.number(file.there), passages: format.number(file.passages) })}
        </span>
      </span>
      {file.rejected > 0 && file.state !== 'ready' && <Rejects file={file} />}
      {mayWrite && (
        <Group gap="xs">
          {file.state === 'ready' && <Button size="xs" variant="default" onClick={onOpen}>{t('coders:files.check')}</Button>}
          {file.state === 'failed' && <Button size="xs" variant="default" onClick={() => void attempt(() => changes.start.mutateAsync(file.id))}>{t('coders:files.goOn')}</Button>}
          <Button size="xs" variant="subtle" onClick={forget}>{t('coders:files.forget')}</Button>
        </Group>
      )}
    </>
  );
}
