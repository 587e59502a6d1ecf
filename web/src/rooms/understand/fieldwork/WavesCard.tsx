import { Link } from '@tanstack/react-router';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable, type Column } from '@/ui/DataTable';
import type { Fieldwork, Wave } from './wire';
import { Rate } from './written';
import classes from './Fieldwork.module.css';

/** How many of those reached have answered, by wave and stratum of its sample. */
export function WavesCard({ fieldwork }: { fieldwork: Fieldwork }) {
  const { t } = useText();
  const format = useFormat();
  if (fieldwork.waves.length === 0) return null;
  const count = (key: 'sent' | 'undelivered' | 'refused' | 'screened' | 'answered'): Column<Wave> => ({ key, header: t(`understand:fieldwork.wave.${key}`), numeric: true, named: true, cell: (w) => format.number(w[key]) });
  const stratum = (w: Wave) => {
    if (w.stratum_by === 'role') { const role = (['decides', 'influences', 'uses', 'sponsors'] as const)[Number(w.stratum)]; return t(`understand:fieldwork.role.${role ?? 'none'}`); }
    if (w.stratum === '') return t('understand:fieldwork.noStratum');
    return w.stratum_by === 'unit' ? w.stratum_name || w.stratum : w.stratum_by === 'trait' ? `${w.stratum_name}: ${w.stratum}` : w.stratum;
  };
  const columns: Column<Wave>[] = [
    { key: 'name', header: t('understand:fieldwork.wave.name'), width: '22%', cell: (w) => <><Link to="/outreach/waves/$id" params={{ id: w.id }}>{w.name}</Link>{w.stratum_by && <span className={classes.stratum}>{stratum(w)}</span>}</> },
    { key: 'rate', header: t('understand:fieldwork.wave.rate'), line: true, width: '26%', cell: (w) => <Rate figure={w.rate} /> },
    count('sent'), count('undelivered'), count('refused'), count('screened'), count('answered'),
  ];
  return (
    <Card title={t('understand:fieldwork.waves')} note={`${t('understand:fieldwork.wavesNote')}${fieldwork.anonymous ? ` ${t('understand:fieldwork.stepped')}` : ''}`}>
      <DataTable label={t('understand:fieldwork.table', { title: t('understand:fieldwork.waves') })} columns={columns} rows={fieldwork.waves} rowKey={(w) => `${w.id} ${w.stratum}`} minWidth={680} stack />
    </Card>
  );
}
