import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { rejectsQuery, type CodedFile, type Reject } from './queries';

const reasons = ['no_text', 'flag', 'code_unknown', 'row_shape', 'too_many_codes', 'text_long'] as const;

/** What of a table was not read, by row and column, once somebody asks. */
export function Rejects({ file }: { file: CodedFile }) {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  const query = useQuery({ ...rejectsQuery(file.id), enabled: open });
  return (
    <details onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>{t('coders:files.rejected', { count: file.rejected })}</summary>
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {open && query.isPending && <Loading />}
      {query.data && <RejectList rejects={query.data.items} />}
    </details>
  );
}

/** Rows and columns with why they were not read. */
export function RejectList({ rejects }: { rejects: readonly Reject[] }) {
  const { t } = useText();
  const why = (r: Reject) => { const known = reasons.find((k) => k === r.reason); return known ? t(`coders:reason.${known}`) : r.reason; };
  return <ul>{rejects.map((r) => <li key={`${r.row} ${r.column ?? ''}`}>{r.column ? t('coders:files.cell', { row: r.row, column: r.column }) : t('coders:files.row', { row: r.row })} {why(r)}</li>)}</ul>;
}
