import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { asProblem, type Problem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { FileDrop } from '@/ui/FileDrop';
import { FormProblem } from '@/ui/FormProblem';
import type { Look } from './AskPage';
import { mostAsked, readFile, type AskedColumn, type AskedFile } from './queries';
import classes from '../Listen.module.css';
import own from './Ask.module.css';

const meanings = ['customer_key', 'mail', 'account_key', 'project', 'proposal', 'role', 'side'] as const;

/** A table of people, accounts, projects and proposals: its columns guessed, mended, then looked through. */
export function FromFile({ study, busy, onLook }: { study: string; busy: boolean; onLook: Look }) {
  const { t } = useText();
  const format = useFormat();
  const [file, setFile] = useState<File>();
  const [read, setRead] = useState<AskedFile>();
  const [reading, setReading] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const take = async (chosen: File, columns?: AskedColumn['as'][]) => {
    setReading(true);
    setProblem(null);
    try {
      setRead(await readFile(study, chosen, columns));
      setFile(chosen);
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setReading(false);
    }
  };
  const mean = (at: number, as: AskedColumn['as']) => {
    if (!read || !file) return;
    // A meaning stands over one column only.
    void take(file, read.columns.map((c, n) => (n === at ? as : c.as === as ? '' : c.as)));
  };
  const look = () => read && onLook(() => Promise.resolve({ items: read.rows.map((r) => r.ask), rows: read.rows.map((r) => r.row) }));
  return (
    <div className={own.source}>
      <FileDrop accept=".csv,.tsv,.txt,.xlsx" busy={reading} onFile={(chosen) => void take(chosen)}>{file ? file.name : t('listen:askPage.drop')}</FileDrop>
      <FormProblem problem={problem} />
      {read && (
        <>
          <div className={classes.fields}>
            {read.columns.map((c, n) => (
              <Select
                key={`${n} ${c.name}`} size="xs" label={c.name} allowDeselect={false} disabled={reading} value={c.as} onChange={(as) => mean(n, meanings.find((m) => m === as) ?? '')}
                data={[{ value: '', label: t('listen:askPage.column.none') }, ...meanings.map((m) => ({ value: m, label: t(`listen:askPage.column.${m}`) }))]}
              />
            ))}
          </div>
          <p className={classes.note} role="status">
            {t('listen:askPage.rows', { count: read.rows.length, n: format.number(read.rows.length) })}
            {read.more && ` ${t('listen:askPage.moreRows', { n: format.number(mostAsked) })}`}
            {read.broken.length > 0 && ` ${t('listen:askPage.broken', { rows: read.broken.join(', ') })}`}
          </p>
          <div className={classes.end}><Button disabled={read.rows.length === 0 || read.columns.every((c) => !c.as)} loading={busy} onClick={look}>{t('listen:askPage.look')}</Button></div>
        </>
      )}
    </div>
  );
}
