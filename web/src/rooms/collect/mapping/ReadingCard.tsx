import { Button, NativeSelect } from '@mantine/core';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { fieldText, problemText } from '@/ui/problemText';
import type { FileInfo, Reading } from '../wire';
import classes from './ReadingCard.module.css';

interface ReadingCardProps {
  file: FileInfo;
  /** Reads the file like this; what is left out is found out from the file. */
  onRead: (said: Reading) => void;
  /** What is being tried at this moment. */
  trying?: Reading;
  /** Why the last try was refused; the file is still read as before. */
  failed: Error | null;
}

const encodings = [['utf-8', 'utf8'], ['windows-1252', 'windows1252'], ['utf-16le', 'utf16le'], ['utf-16be', 'utf16be']] as const;
const delimiters = ['comma', 'semicolon', 'tab', 'pipe', 'none'] as const;
const nameRows = ['0', '1', '2', '3'] as const;
const places = ['encoding', 'delimiter', 'header', 'sheet'] as const;

/** How the file is written: of text its letters and what stands between cells, of a workbook its sheet, and the rows that name the columns. */
export function ReadingCard({ file, onRead, trying, failed }: ReadingCardProps) {
  const { t } = useText();
  const format = useFormat();
  const { said } = file;
  const now = { ...file, ...trying };
  const { kind, ...written } = said;
  const chosen = Object.values(written).some((v) => v !== undefined);
  const problem = failed && asProblem(failed);
  const errorOf = (name: (typeof places)[number]) => {
    const found = problem?.fields.find((f) => f.field === name);
    return found && fieldText(t, found, problem ?? undefined);
  };
  const general = problem && !places.some(errorOf) ? problemText(t, problem) : null;
  const mine = (yes: boolean) => ({ input: yes ? classes.mine : undefined });
  const isText = file.kind === 'text';
  const hasNameRows = isText || file.kind === 'xlsx';
  if (!hasNameRows) return null; // JSON Lines, Parquet and event logs say themselves how they are written
  return (
    <Card
      title={t('collect:reading.title')} note={t(chosen ? 'collect:reading.said' : 'collect:reading.note')}
      actions={chosen && <Button variant="subtle" size="xs" disabled={trying !== undefined} onClick={() => onRead({ kind })}>{t('collect:reading.found')}</Button>}
    >
      <div className={classes.fields} aria-busy={trying !== undefined}>
        {isText && (
          <>
            <NativeSelect
              label={t('collect:reading.encoding')} value={now.encoding} error={errorOf('encoding')} classNames={mine(said.encoding !== undefined)}
              data={encodings.map(([value, key]) => ({ value, label: t(`collect:reading.encodings.${key}`) }))}
              onChange={(e) => onRead({ ...said, encoding: e.currentTarget.value as Reading['encoding'] })}
            />
            <NativeSelect
              label={t('collect:reading.delimiter')} value={now.delimiter} error={errorOf('delimiter')} classNames={mine(said.delimiter !== undefined)}
              data={delimiters.map((value) => ({ value, label: t(`collect:reading.delimiters.${value}`) }))}
              onChange={(e) => onRead({ ...said, delimiter: e.currentTarget.value as Reading['delimiter'] })}
            />
          </>
        )}
        {file.sheets && file.sheets.length > 0 && (
          <NativeSelect
            label={t('collect:reading.sheet')} value={now.sheet} error={errorOf('sheet')} classNames={mine(said.sheet !== undefined)}
            data={file.sheets.map((s) => ({
              value: s.name,
              label: t(s.hidden ? 'collect:reading.sheetHidden' : 'collect:reading.sheetShown', { name: s.name, rows: format.number(s.rows), columns: format.number(s.columns) }),
            }))}
            onChange={(e) => onRead({ kind, sheet: e.currentTarget.value })}
          />
        )}
        <NativeSelect
          label={t('collect:reading.header')} value={String(now.header_rows)} error={errorOf('header')}
          classNames={mine(said.header_rows !== undefined || said.header !== undefined)}
          description={file.header_by && t(`collect:reading.by.${file.header_by}`)} inputWrapperOrder={['label', 'input', 'description', 'error']}
          data={nameRows.map((value) => ({ value, label: t(`collect:reading.rows.${value}`) }))}
          onChange={(e) => onRead({ ...said, header: undefined, header_rows: Number(e.currentTarget.value) })}
        />
      </div>
      {general && <p className={classes.problem} role="alert">{general}</p>}
    </Card>
  );
}
