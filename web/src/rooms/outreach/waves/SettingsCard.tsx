import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { lettersQuery, segmentsQuery } from '../queries';
import { roles, type Wave } from '../wire';
import { useHourText } from './useHourText';
import classes from '../Outreach.module.css';

/** What was settled of a wave, in words. */
export function SettingsCard({ wave }: { wave: Wave }) {
  const { t } = useText();
  const format = useFormat();
  const { people, sample, by, letter_id, reminders, send_at, local, exempt, exempt_why } = wave.settings;
  const hourText = useHourText();
  const segment = useQuery({ ...segmentsQuery, enabled: Boolean(people.segment_id) }).data?.items.find((s) => s.id === people.segment_id);
  const letter = useQuery({ ...lettersQuery(wave.program_id), enabled: Boolean(letter_id) }).data?.items.find((l) => l.id === letter_id);
  const figure = t(sample.score ? 'outreach:sample.score' : 'outreach:sample.share');
  const size = sample.count ? t('outreach:settings.count', { count: sample.count, n: format.number(sample.count) })
    : sample.half_width ? t('outreach:settings.interval', { points: format.number(sample.half_width * 100, sample.half_width * 100 % 1 ? 1 : 0), figure })
      : t('outreach:sample.all');
  const caps = [
    ...(sample.per_account ? [t('outreach:settings.perAccount', { n: format.number(sample.per_account) })] : []),
    ...roles.flatMap((role) => (sample.per_role?.[role] ? [t(`outreach:settings.${role}`, { n: format.number(sample.per_role[role]) })] : [])),
  ];
  return (
    <Card title={t('outreach:settings.title')}>
      <dl className={classes.facts}>
        <dt>{t('outreach:field.survey')}</dt>
        <dd><Link to="/measures/surveys/$id" params={{ id: wave.survey_id }}>{wave.survey_name}</Link>{wave.number ? <span className={classes.small}>{t('outreach:settings.version', { n: wave.number })}</span> : null}</dd>
        <dt>{t('outreach:settings.people')}</dt>
        <dd>{people.segment_id ? <Link to="/people/segments/$id" params={{ id: people.segment_id }}>{segment?.name ?? t('outreach:people.segment')}</Link> : t(people.listed ? 'outreach:people.list' : 'outreach:people.all')}</dd>
        <dt>{t('outreach:settings.sample')}</dt>
        <dd>{size}{sample.by && <span className={classes.small}>{t(`outreach:settings.by.${sample.by}`, { trait: sample.trait })}</span>}{sample.response_rate ? <span className={classes.small}>{t('outreach:settings.rate', { share: format.percent(sample.response_rate) })}</span> : null}</dd>
        {caps.length > 0 && <><dt>{t('outreach:settings.caps')}</dt><dd>{caps.join(' · ')}</dd></>}
        <dt>{t('outreach:settings.rules')}</dt>
        <dd>{exempt ? <>{t('outreach:settings.exempt')}<span className={classes.small}>{exempt_why}</span></> : <Link to="/outreach/rules">{t('outreach:settings.hold')}</Link>}</dd>
        <dt>{t('outreach:settings.way')}</dt>
        <dd>{t(`outreach:way.${by}`)}{by === 'mail' && letter_id && <span className={classes.small}><Link to="/outreach/letters/$id" params={{ id: letter_id }}>{letter?.name ?? t('letters:field')}</Link></span>}{by === 'mail' && send_at && <span className={classes.small}>{t('outreach:settings.sendAt', { when: format.dateTime(send_at) })}</span>}{local && <span className={classes.small}>{hourText(local)}</span>}</dd>
        {reminders.length > 0 && <><dt>{t('outreach:way.reminders')}</dt><dd>{t('outreach:settings.after', { days: format.list(reminders.map(String)) })}</dd></>}
      </dl>
    </Card>
  );
}
