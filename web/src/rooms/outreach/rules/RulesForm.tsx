import { Button, NumberInput, Switch } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { FormProblem } from '@/ui/FormProblem';
import { useToast } from '@/ui/confirm';
import { useServerForm } from '@/ui/useServerForm';
import { rulesQuery } from '../queries';
import type { ContactRules } from '../wire';
import { RulesMean } from './RulesMean';
import classes from '../Outreach.module.css';

/** The rules of contact, with what they come to said beside them while they are changed. */
export function RulesForm({ rules }: { rules: ContactRules }) {
  const { t } = useText();
  const format = useFormat();
  const client = useQueryClient();
  const toast = useToast();
  const form = useForm({ initialValues: { rest_days: rules.rest_days as number | '', measure_days: rules.measure_days as number | '', most: rules.most as number | '', most_days: rules.most_days as number | '', need_consent: rules.need_consent } });
  const server = useServerForm(form);
  const { values } = form;
  const now = { rest_days: Number(values.rest_days), measure_days: Number(values.measure_days), most: Number(values.most), most_days: Number(values.most_days), need_consent: values.need_consent };
  const save = () =>
    server.send(async () => {
      const saved = await body(api.PUT('/api/contact-rules', { params: { header: { 'If-Match': `"${rules.version}"` } }, body: now }));
      client.setQueryData(rulesQuery.queryKey, saved);
      toast({ message: t('outreach:rules.saved') });
    });
  const stale = server.problem?.code === 'conflict';
  const whole = { min: 0, allowDecimal: false, allowNegative: false, clampBehavior: 'none' as const };
  return (
    <>
      <Card>
        <form className={classes.form} onSubmit={form.onSubmit(() => void save())} noValidate>
          <div className={classes.two}>
            <NumberInput label={t('outreach:rules.rest')} description={t('outreach:rules.restHint')} {...whole} max={3650} {...form.getInputProps('rest_days')} />
            <NumberInput label={t('outreach:rules.measure')} description={t('outreach:rules.measureHint')} {...whole} max={3650} {...form.getInputProps('measure_days')} />
            <NumberInput label={t('outreach:rules.most')} description={t('outreach:rules.mostHint')} {...whole} max={1000} {...form.getInputProps('most')} />
            <NumberInput label={t('outreach:rules.mostDays')} description={t('outreach:rules.mostDaysHint')} {...whole} max={3650} {...form.getInputProps('most_days')} />
          </div>
          <Switch label={t('outreach:rules.consent')} description={t('outreach:rules.consentHint')} {...form.getInputProps('need_consent', { type: 'checkbox' })} />
          <FormProblem problem={server.problem} />
          <div className={classes.actions}>
            <Button type="submit" loading={server.sending} disabled={!form.isDirty() || stale}>{t('outreach:rules.save')}</Button>
            {stale && <Button variant="default" onClick={() => void client.invalidateQueries({ queryKey: rulesQuery.queryKey })}>{t('outreach:rules.reload')}</Button>}
          </div>
        </form>
      </Card>
      <Card title={t('outreach:rules.mean')} note={rules.version > 1 ? t('outreach:rules.changed', { when: format.dateTime(rules.changed_at) }) : undefined}><RulesMean rules={now} /></Card>
    </>
  );
}
