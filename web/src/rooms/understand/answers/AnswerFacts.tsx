import { Link } from '@tanstack/react-router';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { useChannelName } from '../filter/words';
import type { Response } from '../wire';
import classes from './AnswerFacts.module.css';

/** What is known of who answered and where the answer came from. */
export function AnswerFacts({ response }: { response: Response }) {
  const { t } = useText();
  const format = useFormat();
  const channelName = useChannelName();
  const facts: [string, string | undefined][] = [
    [t('understand:key.account'), response.account?.name || response.account?.key],
    [t('understand:key.unit'), response.unit?.name || response.unit?.key],
    [t('understand:key.channel'), response.channel && channelName(response.channel)],
    [t('understand:key.language'), response.language],
    [t('understand:key.touchpoint'), response.touchpoint_key],
    [t('understand:answer.value'), response.value === undefined ? undefined : format.money(response.value)],
    [t('understand:answer.weight'), response.weight === undefined ? undefined : format.number(response.weight, 2)],
    ...Object.entries(response.traits).sort(([a], [b]) => format.compare(a, b)),
  ];
  const { origin } = response;
  return (
    <section className={classes.facts}>
      <h3>{t('understand:answer.known')}</h3>
      <dl>
        {facts.filter(([, value]) => value).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={classes.origin}>
        {origin.kind === 'api' && t('understand:answer.byApi', { at: format.dateTime(response.received_at) })}
        {origin.kind === 'import' && origin.file && t('understand:answer.byFile', { file: origin.file, row: format.number(origin.row ?? 0), at: format.dateTime(response.received_at) })}{' '}
        {origin.survey_id && <>{t(`understand:answer.by.${origin.kind === 'personal' || origin.kind === 'embedded' ? origin.kind : 'link'}`, { survey: origin.survey, n: origin.number, at: format.dateTime(response.received_at) })} <Link to="/measures/surveys/$id/answers/$response" params={{ id: origin.survey_id, response: response.id }}>{t('understand:answer.asAsked')}</Link></>}
        {origin.import_id && <Link to="/import/$id" params={{ id: origin.import_id }}>{t('understand:answer.import')}</Link>}
      </p>
    </section>
  );
}
