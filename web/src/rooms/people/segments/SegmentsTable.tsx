import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { DataTable } from '@/ui/DataTable';
import { sizesQuery } from './queries';
import { sentence } from './sentence';
import { Trend } from './Trend';
import type { Segment } from './wire';
import type { Known } from './useNames';
import classes from './Segments.module.css';

/** Segments as rows: what each means, how large it is and how that went. */
export function SegmentsTable({ segments, known }: { segments: readonly Segment[]; known: Known }) {
  const { t } = useText();
  const format = useFormat();
  const navigate = useNavigate();
  return (
    <DataTable<Segment>
      label={t('segments:table')} rows={segments} rowKey={(s) => s.id} stack minWidth={720}
      onOpen={(s) => void navigate({ to: '/people/segments/$id', params: { id: s.id } })}
      columns={[
        { key: 'name', header: t('segments:name'), width: '20%', cell: (s) => s.name },
        { key: 'size', header: t('segments:size'), numeric: true, width: '12%', cell: (s) => <Now segment={s} /> },
        { key: 'trend', header: t('segments:trend'), width: '140px', cell: (s) => <Course segment={s} /> },
        { key: 'means', header: t('segments:means'), cell: (s) => <span className={classes.means}>{known.ready && sentence(t, format, s.rule, known)}</span> },
        { key: 'owner', header: t('segments:owner'), width: '14%', cell: (s) => (s.shared ? s.owner_name ?? '' : t('segments:own')) },
      ]}
    />
  );
}

function Now({ segment }: { segment: Segment }) {
  const { t } = useText();
  const format = useFormat();
  const { data } = useQuery(sizesQuery(segment, 12));
  const last = data?.sizes.at(-1);
  if (!data || !last) return <span className={classes.stale}>…</span>;
  return <>{last.size === null ? t(`segments:hidden.${last.hidden ?? 'few'}`, { n: format.number(data.smallest) }) : format.number(last.size)}</>;
}

function Course({ segment }: { segment: Segment }) {
  const { t } = useText();
  const format = useFormat();
  const sizes = useQuery(sizesQuery(segment, 12)).data?.sizes;
  const words = (n: number | null | undefined) => (n === null || n === undefined ? t('segments:over.untold') : format.number(n));
  if (!sizes) return null;
  return <Trend sizes={sizes} label={t('segments:trendSpoken', { from: words(sizes[0]?.size), to: words(sizes.at(-1)?.size) })} />;
}
