import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { ErrorPage } from '@/ui/ErrorPage';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { waveQuery } from './queries';
import { useMayAsk } from './useMayAsk';
import { HoursCard } from './waves/HoursCard';
import { InvitationsCard } from './waves/InvitationsCard';
import { MailsCard } from './waves/MailsCard';
import { LinksCard } from './waves/LinksCard';
import { PlanCard } from './waves/PlanCard';
import { SettingsCard } from './waves/SettingsCard';
import { StrataCard } from './waves/StrataCard';
import { WaveActions } from './waves/WaveActions';
import { WaveForm } from './waves/WaveForm';
import { hasStarted, type Wave } from './wire';
import classes from './Outreach.module.css';

/** One wave: whom it asks and why not the others, how far it is, and what may be done next. */
export function WavePage() {
  const { t } = useText();
  const { id = '' } = useParams({ strict: false });
  const query = useQuery(waveQuery(id));
  return (
    <>
      <Link to="/outreach" search={query.data ? { program: query.data.program_id } : {}} className={classes.back}>{t('outreach:back')}</Link>
      {query.isPending && <Loading />}
      {query.isError && !query.data && <ErrorPage error={query.error} retry={() => void query.refetch()} />}
      {query.data && <One key={query.data.id} wave={query.data} />}
    </>
  );
}

function One({ wave }: { wave: Wave }) {
  const { t } = useText();
  const format = useFormat();
  const mayAsk = useMayAsk(wave.program_id);
  const [changing, { open, close }] = useDisclosure();
  const may = mayAsk && (wave.state === 'draft' || wave.state === 'planned');
  // While links can be taken, they are what the page is opened for.
  const opens = wave.state === 'sending' || wave.state === 'running' || wave.state === 'paused';
  const links = wave.settings.by === 'links' && <LinksCard wave={wave} mayAsk={mayAsk} opens={opens} />;
  return (
    <Page
      title={wave.name} lead={<>{t(`outreach:stateNow.${wave.state}`)} {wave.started_at && t('outreach:startedAt', { when: format.dateTime(wave.started_at) })}</>}
      actions={mayAsk && !changing && <WaveActions wave={wave} onChange={may ? open : undefined} />}
    >
      {wave.trigger_id && <p className={classes.soft}>{t('outreach:trigger.itsWave')} <Link to="/outreach/triggers/$id" params={{ id: wave.trigger_id }}>{t('outreach:trigger.open')}</Link></p>}
      {wave.problem && <p className={classes.problem} role="alert">{t(`outreach:problem.${wave.problem}`)}</p>}
      {hasStarted(wave) && <p><Link to="/understand/fieldwork/$id" params={{ id: wave.survey_id }}>{t('outreach:fieldwork')}</Link></p>}
      {changing && may ? <WaveForm surveys={[]} wave={wave} onSaved={close} onClose={close} /> : (
        <div className={classes.split}>
          <div className={classes.column}>
            {opens && links}
            {hasStarted(wave) && <InvitationsCard wave={wave} />}
            {hasStarted(wave) && wave.settings.by === 'mail' && <MailsCard wave={wave} />}
            {wave.settings.local && wave.state !== 'draft' && wave.state !== 'planning' && <HoursCard wave={wave} />}
            {(wave.state === 'planned' || hasStarted(wave)) && !wave.trigger_id && (wave.settings.sample.count || wave.settings.sample.half_width) ? <StrataCard wave={wave} /> : null}
            <PlanCard wave={wave} />
          </div>
          <div className={classes.column}>
            <SettingsCard wave={wave} />
            {!opens && links}
          </div>
        </div>
      )}
    </Page>
  );
}
