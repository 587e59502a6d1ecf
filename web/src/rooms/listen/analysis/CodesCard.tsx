import { Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable, type Column } from '@/ui/DataTable';
import { colourOf } from '../coding/codes';
import type { Book, Code } from '../coding/wire';
import { byTraitQuery, traitsQuery, type CodeCount } from './queries';
import classes from './Analysis.module.css';

interface CodesCardProps {
  study: string;
  book: Book;
  counts: readonly CodeCount[];
  chosen: string;
  onChoose: (code: string) => void;
}

/** More people than this stand as a number alone. */
const mostDots = 24;

/** How many people, as dots and in figures. */
function People({ n }: { n: number }) {
  return (
    <span className={classes.cell}>
      {n > 0 && n <= mostDots && <span className={classes.dots} aria-hidden="true">{Array.from({ length: n }, (_, i) => <i key={i} />)}</span>}
      <span className={n === 0 ? classes.zero : undefined}>{n}</span>
    </span>
  );
}

/** The codes by how many people say them, perhaps by the values of a trait. */
export function CodesCard({ study, book, counts, chosen, onChoose }: CodesCardProps) {
  const { t } = useText();
  const [trait, setTrait] = useState<string | null>(null);
  const traits = useQuery(traitsQuery(study));
  const table = useQuery({ ...byTraitQuery(study, trait ?? ''), enabled: trait !== null, placeholderData: keepPreviousData });
  const of = new Map(counts.map((c) => [c.code_id, c]));
  const rowOf = new Map((table.data?.rows ?? []).map((r) => [r.code_id, r]));
  const rows = (book.families ?? []).flatMap((family) =>
    (book.codes ?? [])
      .filter((c) => c.family_id === family.id && of.has(c.id))
      .sort((a, b) => (of.get(b.id)?.people ?? 0) - (of.get(a.id)?.people ?? 0) || a.position - b.position)
      .map((code) => ({ code, family })),
  );
  type Row = (typeof rows)[number];
  const count = (code: Code): CodeCount | undefined => of.get(code.id);
  const columns: Column<Row>[] = [
    {
      key: 'code', header: t('analysis:codes.code'), width: '34%',
      cell: ({ code, family }) => (
        <button type="button" className={classes.code} aria-pressed={chosen === code.id} aria-label={t('analysis:codes.read', { name: code.name })} onClick={() => onChoose(chosen === code.id ? '' : code.id)} style={{ '--c': colourOf(family) } as React.CSSProperties}>
          <span className={classes.mark} aria-hidden="true" />
          <span>{code.name}</span>
        </button>
      ),
    },
  ];
  if (trait === null) {
    columns.push(
      { key: 'people', header: t('analysis:codes.people'), numeric: true, cell: ({ code }) => <People n={count(code)?.people ?? 0} /> },
      { key: 'passages', header: t('analysis:codes.passages'), numeric: true, cell: ({ code }) => count(code)?.passages },
      ...(['think', 'feel', 'do'] as const).map((m): Column<Row> => ({ key: m, header: t(`analysis:mode.${m}`), numeric: true, cell: ({ code }) => <span className={count(code)?.[m] ? undefined : classes.zero}>{count(code)?.[m]}</span> })),
    );
  } else {
    (table.data?.columns ?? []).forEach((c, i) =>
      columns.push({
        key: `v${i}`, numeric: true,
        header: t('analysis:codes.of', { value: c.value || t('analysis:codes.unknown'), people: c.people }),
        cell: ({ code }) => <People n={rowOf.get(code.id)?.cells?.[i]?.people ?? 0} />,
      }),
    );
  }
  return (
    <Card
      title={t('analysis:codes.title')}
      note={t('analysis:codes.note')}
      actions={traits.data && traits.data.length > 0 && (
        <Select label={t('analysis:codes.by')} placeholder={t('analysis:codes.all')} data={traits.data} value={trait} onChange={setTrait} clearable searchable size="sm" />
      )}
    >
      <DataTable label={t('analysis:codes.label')} columns={columns} rows={rows} rowKey={(r) => r.code.id} minWidth={trait === null ? 480 : 260 + 120 * (columns.length - 1)} />
      {trait !== null && table.data?.more && <p className={classes.note}>{t('analysis:codes.more')}</p>}
    </Card>
  );
}
