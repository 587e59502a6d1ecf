import { Button, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { sessionQuery } from '@/access/session';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { useToast } from '@/ui/confirm';
import { CurrencySelect } from '@/ui/CurrencySelect';
import { FormProblem } from '@/ui/FormProblem';
import { TimeZoneSelect } from '@/ui/TimeZoneSelect';
import { useServerForm } from '@/ui/useServerForm';
import { matching, organisationQuery } from '../queries';
import { monthNames, weekdayNames } from './calendar';
import classes from '../Form.module.css';

type Organisation = components['schemas']['Organisation'];
type Values = Record<'name' | 'time_zone' | 'currency' | 'language' | 'first_day_of_week' | 'fiscal_year_start' | 'public_url' | 'smallest_group' | 'speeding_factor', string>;

const third = 1 / 3;
// What is offered, and what was set by the API.
const speedings = (now: number) => [...new Set([0.2, 0.25, third, 0.5, now])].sort((a, b) => a - b);

/** The organisation's settings, except its logo. */
export function OrganisationForm({ organisation, mayWrite }: { organisation: Organisation; mayWrite: boolean }) {
  const { t } = useText();
  const format = useFormat();
  const { locale } = format;
  const cache = useQueryClient();
  const toast = useToast();
  const form = useForm<Values>({
    mode: 'uncontrolled',
    initialValues: {
      name: organisation.name, time_zone: organisation.time_zone, currency: organisation.currency, language: organisation.language,
      first_day_of_week: String(organisation.first_day_of_week), fiscal_year_start: String(organisation.fiscal_year_start),
      public_url: organisation.public_url, smallest_group: String(organisation.smallest_group),
      speeding_factor: String(organisation.speeding_factor),
    },
  });
  const server = useServerForm(form);
  const save = (values: Values) =>
    server.send(async () => {
      const body = {
        ...values, language: values.language as Organisation['language'],
        first_day_of_week: Number(values.first_day_of_week), fiscal_year_start: Number(values.fiscal_year_start), smallest_group: Number(values.smallest_group),
        speeding_factor: Number(values.speeding_factor),
      };
      await api.PUT('/api/organisation', { params: { header: matching(organisation.version) }, body });
      await Promise.all([organisationQuery, sessionQuery].map((q) => cache.invalidateQueries({ queryKey: q.queryKey })));
      toast({ message: t('settings:saved') });
    });
  const field = (name: keyof Values) => ({ ...form.getInputProps(name), disabled: !mayWrite });

  return (
    <Card title={t('settings:organisation.card')}>
      <form className={classes.form} onSubmit={form.onSubmit((v) => void save(v))}>
        <FormProblem problem={server.problem} />
        <TextInput label={t('settings:organisation.name')} required key={form.key('name')} {...field('name')} />
        <TimeZoneSelect key={form.key('time_zone')} {...field('time_zone')} />
        <div className={classes.two}>
          <CurrencySelect key={form.key('currency')} {...field('currency')} />
          <Select
            label={t('settings:organisation.language')} allowDeselect={false}
            data={[{ value: 'en', label: 'English' }, { value: 'fr', label: 'Français' }]} key={form.key('language')} {...field('language')}
          />
          <Select
            label={t('settings:organisation.week')} allowDeselect={false} data={weekdayNames(locale)}
            key={form.key('first_day_of_week')} {...field('first_day_of_week')}
          />
          <Select
            label={t('settings:organisation.year')} allowDeselect={false} data={monthNames(locale)}
            key={form.key('fiscal_year_start')} {...field('fiscal_year_start')}
          />
        </div>
        <TextInput
          label={t('settings:organisation.url')} description={t('settings:organisation.urlWhy')} type="url" placeholder="https://balcony.example.org"
          key={form.key('public_url')} {...field('public_url')}
        />
        <TextInput
          label={t('settings:organisation.smallest')} description={t('settings:organisation.smallestWhy')} type="number" min={3} max={50} required styles={{ wrapper: { maxWidth: 220 } }}
          key={form.key('smallest_group')} {...field('smallest_group')}
        />
        <Select
          label={t('settings:organisation.speeding')} description={t('settings:organisation.speedingWhy')} allowDeselect={false} styles={{ wrapper: { maxWidth: 320 } }}
          data={speedings(organisation.speeding_factor).map((f) => ({ value: String(f), label: f === third ? t('settings:organisation.third') : t('settings:organisation.factorOf', { share: format.percent(f) }) }))}
          key={form.key('speeding_factor')} {...field('speeding_factor')}
        />
        {mayWrite && (
          <div className={classes.actions}>
            <Button type="submit" loading={server.sending}>{t('settings:save')}</Button>
          </div>
        )}
      </form>
    </Card>
  );
}
