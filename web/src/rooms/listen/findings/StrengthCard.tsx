import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { Dots } from './Dots';
import { strengthQuery } from './queries';
import { bySegment, type Finding, type Strength, type Voices } from './wire';
import classes from './Findings.module.css';

/** Who says so, and who says otherwise: counts of people, accounts and segments. */
export function StrengthCard({ finding }: { finding: Finding }) {
  const { t } = useText();
  const query = useQuery(strengthQuery(finding.id));
  return (
    <Card title={t('findings:who')} note={t('findings:whoNote')}>
      {query.isPending && <Loading />}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.data && (
        <>
          <div className={classes.three}>
            <Big of="people" voices={query.data.people} />
            {query.data.accounts.of > 0 && <Big of="accounts" voices={query.data.accounts} />}
            {query.data.segments.of > 0 && <Big of="segments" voices={query.data.segments} />}
          </div>
          {query.data.groups.length > 0 && <Groups strength={query.data} />}
        </>
      )}
      {finding.ends && <p className={classes.say}><b>{t('findings:labelled', { label: t('findings:ends') })}</b> {finding.ends}</p>}
    </Card>
  );
}

function Big({ of, voices }: { of: 'people' | 'accounts' | 'segments'; voices: Voices }) {
  const { t } = useText();
  const others = (['against', 'divided', 'silent'] as const).filter((side) => voices[side] > 0).map((side) => t(`findings:so.${side}`, { n: voices[side] }));
  return (
    <div>
      <b>{voices.for} <span>{t(`findings:ofAll.${of}`, { count: voices.of })}</span></b>
      <small>{others.join(', ')}</small>
    </div>
  );
}

function Groups({ strength }: { strength: Strength }) {
  const { t } = useText();
  return (
    <table className={classes.groups}>
      <thead>
        <tr>
          <th scope="col">{strength.group_by === bySegment ? t('findings:segment') : strength.group_by}</th>
          <th scope="col">{t('findings:forAgainst')}</th>
          <th scope="col">{t('findings:divided')}</th>
          <th scope="col">{t('findings:silent')}</th>
        </tr>
      </thead>
      <tbody>
        {strength.groups.map((g) => (
          <tr key={g.value}>
            <th scope="row">{g.value || t('findings:unknown')} <small>{t('findings:n', { n: g.of })}</small></th>
            <td><Dots voicesFor={g.for} against={g.against} /></td>
            <td>{g.divided}</td>
            <td>{g.silent}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
