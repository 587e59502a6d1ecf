import { Button, Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { Loading } from '@/ui/Loading';
import { withCondition, type Filter } from '../filter/filter';
import { toCut } from '../filter/offered';
import { useKeyName } from '../filter/words';
import { metricPages } from '../queries';
import type { MeasureInfo, Trait } from '../wire';
import { FiguresError } from './FiguresError';
import { Methods } from './Methods';
import { sortSegments, type Order, type Sorting } from './segments';
import { SegmentsTable } from './SegmentsTable';
import classes from './SegmentsCard.module.css';

interface SegmentsCardProps {
  measure: MeasureInfo;
  filter: Filter;
  weighted?: boolean;
  traits: readonly Trait[];
  /** The cut chosen in the address; the first that can be cut by where none is. */
  cut?: string;
  onCut: (cut: string) => void;
  onNarrow: (filter: Filter) => void;
}

const page = 20;

/** The figure for each value of one trait, on one axis, sorted. */
export function SegmentsCard({ measure, filter, weighted, traits, cut, onCut, onNarrow }: SegmentsCardProps) {
  const { t } = useText();
  const keyName = useKeyName();
  const cuttable = toCut(traits);
  const chosen = cuttable.find((x) => x.key === cut) ?? cuttable[0];

  return (
    <Card
      title={t('understand:segments.title')} note={t('understand:segments.note')}
      actions={
        chosen && (
          <Select
            size="xs" aria-label={t('understand:segments.by')} value={chosen.key} allowDeselect={false} searchable={cuttable.length > 8}
            data={cuttable.map((x) => ({ value: x.key, label: keyName(x.key, x.label) }))} onChange={(key) => key && onCut(key)} w={210}
          />
        )
      }
    >
      {chosen ? (
        <Segments key={chosen.key} measure={measure} filter={filter} weighted={weighted} cut={chosen} onNarrow={onNarrow} />
      ) : (
        <p className={classes.none}>{t('understand:segments.none')}</p>
      )}
    </Card>
  );
}

interface SegmentsProps {
  measure: MeasureInfo;
  filter: Filter;
  weighted?: boolean;
  cut: Trait;
  onNarrow: (filter: Filter) => void;
}

function Segments({ measure, filter, weighted, cut, onNarrow }: SegmentsProps) {
  const { t } = useText();
  const format = useFormat();
  const query = useInfiniteQuery(metricPages({ measure: measure.id, filter, weighted, by: [cut.key] }));
  const [sorting, setSorting] = useState<Sorting>({ by: 'value', down: measure.scale.direction !== 'down' });
  const [shown, setShown] = useState(page);

  if (query.isError) return <FiguresError error={query.error} retry={() => void query.refetch()} />;
  const pages = query.data?.pages;
  const first = pages?.[0];
  if (!pages || !first) return <Loading />;
  const cells = sortSegments(pages.flatMap((p) => p.cells), sorting, format);
  const sort = (by: Order) => setSorting((s) => ({ by, down: s.by === by ? !s.down : by !== 'name' }));
  const more = cells.length > shown || query.hasNextPage;

  return (
    <>
      <SegmentsTable
        cells={cells.slice(0, shown)} total={first.total} measure={measure} cut={cut} sorting={sorting} onSort={sort}
        onNarrow={(value) => onNarrow(withCondition(filter, cut.key, [value]))}
      />
      <Methods figures={cells.slice(0, shown).map((c) => c.figure)} />
      <p className={classes.foot}>
        <span role="status">{t('understand:segments.shown', { n: format.number(Math.min(shown, cells.length)), of: format.number(first.cell_count) })}</span>
        {more && (
          <Button
            variant="default" size="xs" loading={query.isFetchingNextPage}
            onClick={() => {
              setShown((s) => s + page);
              if (shown + page > cells.length && query.hasNextPage) void query.fetchNextPage();
            }}
          >
            {t('understand:segments.more')}
          </Button>
        )}
      </p>
    </>
  );
}
