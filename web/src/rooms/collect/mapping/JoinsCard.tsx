import { Button, FileButton } from '@mantine/core';
import { useState } from 'react';
import { api, body } from '@/api/client';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { FormProblem } from '@/ui/FormProblem';
import { ProgressBar } from '@/ui/ProgressBar';
import { uploadFurther } from '../upload';
import type { Import, JoinOn } from '../wire';
import { JoinFields } from './JoinFields';
import { JoinFound } from './JoinFound';
import type { JoinChange } from './useMapping';
import classes from './JoinsCard.module.css';

interface JoinsCardProps {
  item: Import;
  onChange: (change: JoinChange) => void;
  changing: boolean;
  failed: Error | null;
}

const kinds = '.csv,.tsv,.txt,.xlsx,.jsonl,.ndjson,.parquet,.xes,.gz,text/csv,text/tab-separated-values';

/** Further files that belong to this one by a key: how they are joined, and what did not come together. */
export function JoinsCard({ item, onChange, changing, failed }: JoinsCardProps) {
  const { t } = useText();
  const format = useFormat();
  const [sending, setSending] = useState<{ file: string; share: number } | null>(null);
  const add = (file: File | null) => {
    if (!file) return;
    onChange(async (id, tag) => {
      setSending({ file: file.name, share: 0 });
      try {
        return await uploadFurther(id, tag, file, (share) => setSending({ file: file.name, share }));
      } finally {
        setSending(null);
      }
    });
  };
  const join = (place: number, on: JoinOn) => onChange((id, tag) => body(api.PUT('/api/imports/{id}/joins/{place}', {
    params: { path: { id, place: String(place) }, header: { 'If-Match': tag } }, body: on,
  })));
  const remove = (place: number) => onChange((id, tag) => body(api.DELETE('/api/imports/{id}/joins/{place}', {
    params: { path: { id, place: String(place) }, header: { 'If-Match': tag } },
  })));
  return (
    <Card
      title={t('collect:joins.title')} note={t('collect:joins.note')}
      actions={
        <FileButton accept={kinds} onChange={add} disabled={changing} inputProps={{ 'aria-label': t('collect:joins.add') }}>
          {(props) => <Button {...props} variant="default" size="xs" disabled={changing}>{t('collect:joins.add')}</Button>}
        </FileButton>
      }
    >
      {item.expects.length > 0 && (
        <ul className={classes.expects}>
          {item.expects.map((e) => <li key={e.file + e.on.right}>{t('collect:joins.expects', { file: e.file, left: e.on.left, right: e.on.right })}</li>)}
        </ul>
      )}
      {item.joins.map((j, place) => (
        <section key={place} className={classes.join} aria-label={j.file.name} aria-busy={changing}>
          <div className={classes.head}>
            <h3>{j.file.name}</h3>
            <span className={classes.size}>{t('collect:joins.size', { rows: format.number(j.file.rows), columns: format.number(j.file.columns.length) })}</span>
            <Button variant="subtle" size="compact-xs" disabled={changing} onClick={() => remove(place)} aria-label={t('collect:joins.removeOf', { file: j.file.name })}>{t('collect:joins.remove')}</Button>
          </div>
          <JoinFields key={JSON.stringify(j.on)} item={j} disabled={changing} onChange={(on) => join(place, on)} />
          {j.report && <JoinFound report={j.report} />}
        </section>
      ))}
      {sending && (
        <ProgressBar
          label={t(sending.share < 1 ? 'collect:upload.sending' : 'collect:joins.joining', { file: sending.file })}
          done={sending.share < 1 ? sending.share : 0} total={sending.share < 1 ? 1 : 0}
        />
      )}
      <FormProblem problem={failed ? asProblem(failed) : null} />
    </Card>
  );
}
