import { Button, NativeSelect } from '@mantine/core';
import { asProblem } from '@/api/problem';
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

/** How the file is written: its letters, what stands between cells, and whether its first row names the columns. */
export function ReadingCard({ file, onRead, trying, failed }: ReadingCardProps) {
  const { t } = useText();
  const { said } = file;
  const now = { ...file, ...trying };
  const chosen = said.encoding !== undefined || said.delimiter !== undefined || said.header !== undefined;
  const problem = failed && asProblem(failed);
  const errorOf = (name: string) => {
    const found = problem?.fields.find((f) => f.field === name);
    return found && fieldText(t, found, problem ?? undefined);
  };
  const general = problem && !['encoding', 'delimiter', 'header'].some(errorOf) ? problemText(t, problem) : null;
  const mine = (yes: boolean) => ({ input: yes ? classes.mine : undefined });
  return (
    <Card
      title={t('collect:reading.title')} note={t(chosen ? 'collect:reading.said' : 'collect:reading.note')}
      actions={chosen && <Button variant="subtle" size="xs" disabled={trying !== undefined} onClick={() => onRead({})}>{t('collect:reading.found')}</Button>}
    >
      <div className={classes.fields} aria-busy={trying !== undefined}>
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
        <NativeSelect
          label={t('collect:reading.header')} value={now.header ? 'names' : 'data'} error={errorOf('header')} classNames={mine(said.header !== undefined)}
          data={(['names', 'data'] as const).map((value) => ({ value, label: t(`collect:reading.${value}`) }))}
          onChange={(e) => onRead({ ...said, header: e.currentTarget.value === 'names' })}
        />
      </div>
      {general && <p className={classes.problem} role="alert">{general}</p>}
    </Card>
  );
}
