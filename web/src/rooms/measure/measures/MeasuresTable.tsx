import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMay } from '@/access/session';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { DataTable } from '@/ui/DataTable';
import { GroundMark } from '../ground/GroundMark';
import { groundsQuery, placesQuery } from '../queries';
import type { Measure } from '../wire';
import classes from './Measures.module.css';

interface MeasuresTableProps {
  program: string;
  measures: readonly Measure[];
  busy?: boolean;
}

/** Measures as rows; each opens into its page. */
export function MeasuresTable({ program, measures, busy }: MeasuresTableProps) {
  const { t, i18n } = useText();
  const format = useFormat();
  const navigate = useNavigate();
  const grounds = new Map(useQuery(groundsQuery(program)).data?.items.map((g) => [g.measure_id, g]));
  const places = new Map(useQuery(placesQuery(program, useMay('register.read'))).data?.map((p) => [p.id, p.name]));
  return (
    <div className={busy ? classes.busy : undefined} aria-busy={busy}>
      <DataTable<Measure>
        label={t('measure:list.table')} rows={measures} rowKey={(m) => m.id} stack minWidth={760}
        onOpen={(m) => void navigate({ to: '/measures/$id', params: { id: m.id } })}
        columns={[
          { key: 'name', header: t('measure:field.name'), width: '34%', cell: (m) => <>{m.name}{asked(m, i18n.language) && <span className={classes.small}>{asked(m, i18n.language)}</span>}</> },
          { key: 'intent', header: t('measure:field.intent'), cell: (m) => t(`measure:intent.${m.intent}`) },
          { key: 'metric', header: t('measure:field.metric'), cell: (m) => <>{t(`measure:metric.${m.metric}`)}<span className={classes.small}>{t('measure:fromTo', { min: m.scale.min, max: m.scale.max })}</span></> },
          { key: 'touchpoint', header: t('measure:field.touchpoint'), cell: (m) => (m.touchpoint_id ? places.get(m.touchpoint_id) : undefined) },
          {
            key: 'ground', header: t('measure:tab.ground'),
            cell: (m) => {
              const ground = grounds.get(m.id);
              return ground && <span className={classes.ground}><GroundMark state={ground.state} />{t(`measure:state.${ground.state}`)}</span>;
            },
          },
          { key: 'breaks', header: t('measure:list.breaks'), numeric: true, cell: (m) => format.number(m.breaks.length) },
          { key: 'changed', header: t('measure:list.changed'), numeric: true, cell: (m) => format.shortDate(m.changed_at) },
        ]}
      />
    </div>
  );
}

/** How a measure is asked, in the reader's language where it is worded in it. */
const asked = (m: Measure, reader: string): string | undefined => m.wording[reader] ?? Object.values(m.wording)[0];
