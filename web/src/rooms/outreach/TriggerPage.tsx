import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorPage } from '@/ui/ErrorPage';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { useConfirm, useToast } from '@/ui/confirm';
import { problemText } from '@/ui/problemText';
import { segmentsQuery } from './queries';
import { TriggerForm } from './triggers/TriggerForm';
import { TriggerHeard } from './triggers/TriggerHeard';
import { triggerQuery, useTriggerChanges } from './triggers/queries';
import type { Trigger } from './triggers/wire';
import { useMayAsk } from './useMayAsk';
import { useHourText } from './waves/useHourText';
import classes from './Outreach.module.css';

/** One trigger: after what it asks, whom it asked, and why not the others. */
export function TriggerPage() {
  const { t } = useText();
  const { id = '' } = useParams({ strict: false });
  const query = useQuery(triggerQuery(id));
  return (
    <>
      <Link to="/outreach/triggers" search={query.data ? { program: query.data.program_id } : {}} className={classes.back}>{t('outreach:trigger.back')}</Link>
      {query.isPending && <Loading />}
      {query.isError && !query.data && <ErrorPage error={query.error} retry={() => void query.refetch()} />}
      {query.data && <One key={query.data.id} trigger={query.data} />}
    </>
  );
}

function One({ trigger }: { trigger: Trigger }) {
  const { t } = useText();
  const format = useFormat();
  const mayAsk = useMayAsk(trigger.program_id);
  const [changing, { open, close }] = useDisclosure();
  return (
    <Page
      title={trigger.name} lead={trigger.on_since ? t('outreach:trigger.onSince', { when: format.dateTime(trigger.on_since) }) : t('outreach:trigger.offNow')}
      actions={mayAsk && !changing && <Actions trigger={trigger} onChange={open} />}
    >
      {changing && mayAsk ? <TriggerForm program={trigger.program_id} surveys={[]} trigger={trigger} onSaved={close} onClose={close} /> : (
        <div className={classes.split}>
          <div className={classes.column}><TriggerHeard trigger={trigger} /></div>
          <div className={classes.column}><Settled trigger={trigger} /></div>
        </div>
      )}
    </Page>
  );
}

function Actions({ trigger, onChange }: { trigger: Trigger; onChange: () => void }) {
  const { t } = useText();
  const navigate = useNavigate();
  const toast = useToast();
  const confirm = useConfirm();
  const { turn, remove } = useTriggerChanges();
  const onError = (error: unknown) => toast({ message: problemText(t, asProblem(error)) });
  const on = !trigger.on_since;
  const askTurn = () => (on ? confirm({ title: t('outreach:trigger.confirm.on', { name: trigger.name }), text: t('outreach:trigger.confirm.onText'), verb: t('outreach:trigger.turnOn'), onConfirm: () => turn.mutate({ trigger, on }, { onError }) }) : turn.mutate({ trigger, on }, { onError }));
  const askRemove = () =>
    confirm({
      title: t('outreach:confirm.remove.title', { name: trigger.name }), text: t('outreach:trigger.confirm.removeText'), verb: t('outreach:remove'),
      onConfirm: () => remove.mutate(trigger, {
        onError,
        onSuccess: () => {
          void navigate({ to: '/outreach/triggers', search: { program: trigger.program_id } });
          toast({ message: t('outreach:trigger.removed', { name: trigger.name }) });
        },
      }),
    });
  const busy = turn.isPending || remove.isPending;
  return (
    <>
      <Button variant={on ? 'filled' : 'default'} disabled={busy} onClick={askTurn}>{t(on ? 'outreach:trigger.turnOn' : 'outreach:trigger.turnOff')}</Button>
      <Button variant="default" disabled={busy} onClick={onChange}>{t('outreach:change')}</Button>
      <Button variant="default" disabled={busy} onClick={askRemove}>{t('outreach:remove')}</Button>
    </>
  );
}

function Settled({ trigger }: { trigger: Trigger }) {
  const { t } = useText();
  const format = useFormat();
  const { event, after_id, wait_hours, segment_id, by, reminders, local } = trigger.settings;
  const hourText = useHourText();
  const first = useQuery({ ...triggerQuery(after_id ?? ''), enabled: Boolean(after_id) }).data;
  const segment = useQuery({ ...segmentsQuery, enabled: Boolean(segment_id) }).data?.items.find((s) => s.id === segment_id);
  const days = wait_hours > 0 && wait_hours % 24 === 0;
  const wait = days ? t('outreach:rules.days', { count: wait_hours / 24, n: format.number(wait_hours / 24) }) : t('outreach:trigger.hours', { count: wait_hours, n: format.number(wait_hours) });
  return (
    <Card title={t('outreach:settings.title')}>
      <dl className={classes.facts}>
        <dt>{t('outreach:field.survey')}</dt>
        <dd><Link to="/measures/surveys/$id" params={{ id: trigger.survey_id }}>{trigger.survey_name}</Link></dd>
        <dt>{t('outreach:trigger.afterWhat')}</dt>
        <dd>{after_id ? <Link to="/outreach/triggers/$id" params={{ id: after_id }}>{first?.name ?? t('outreach:trigger.series')}</Link> : event}</dd>
        <dt>{t('outreach:trigger.wait')}</dt>
        <dd>{wait_hours > 0 ? wait : t('outreach:trigger.noWait')}</dd>
        <dt>{t('outreach:settings.people')}</dt>
        <dd>{segment_id ? <Link to="/people/segments/$id" params={{ id: segment_id }}>{segment?.name ?? t('outreach:people.segment')}</Link> : t('outreach:trigger.anybody')}</dd>
        <dt>{t('outreach:settings.rules')}</dt>
        <dd><Link to="/outreach/rules">{t('outreach:settings.hold')}</Link></dd>
        <dt>{t('outreach:settings.way')}</dt>
        <dd>{t(`outreach:way.${by}`)}{local && <span className={classes.small}>{hourText(local)}</span>}</dd>
        {reminders.length > 0 && <><dt>{t('outreach:way.reminders')}</dt><dd>{t('outreach:settings.after', { days: format.list(reminders.map(String)) })}</dd></>}
        <dt>{t('outreach:tab.waves')}</dt>
        <dd><Link to="/outreach" search={{ survey: trigger.survey_id }}>{t('outreach:trigger.waves')}</Link></dd>
      </dl>
    </Card>
  );
}
