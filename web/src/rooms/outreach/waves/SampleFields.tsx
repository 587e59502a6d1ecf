import { NativeSelect, NumberInput, Radio, Stack } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n/useText';
import { traitChoicesQuery } from '../queries';
import { strata, type Wave } from '../wire';
import type { WaveDraft } from './draft';
import { EstimateFields } from './EstimateFields';
import classes from '../Outreach.module.css';

const sizings = ['all', 'count', 'interval'] as const;

/** How many are asked: all, so many, or as many as the interval wanted takes; in each stratum. */
export function SampleFields({ form, wave }: { form: UseFormReturnType<WaveDraft>; wave?: Wave }) {
  const { t } = useText();
  const traits = useQuery({ ...traitChoicesQuery, enabled: form.values.settings.sample.by === 'trait' });
  const { sizing, settings: { sample } } = form.values;
  return (
    <fieldset className={classes.set}>
      <legend>{t('outreach:sample.title')}</legend>
      <Radio.Group aria-label={t('outreach:sample.title')} {...form.getInputProps('sizing')}>
        <Stack gap={6}>{sizings.map((way) => <Radio key={way} value={way} label={t(`outreach:sample.${way}`)} description={t(`outreach:sample.${way}Hint`)} />)}</Stack>
      </Radio.Group>
      {sizing !== 'all' && (
        <div className={classes.two}>
          {sizing === 'count' && <NumberInput label={t(sample.by ? 'outreach:sample.numberEach' : 'outreach:sample.number')} required min={1} max={1_000_000} allowDecimal={false} {...form.getInputProps('settings.sample.count')} />}
          {sizing === 'interval' && (
            <>
              <NativeSelect
                label={t('outreach:sample.figure')} description={t('outreach:sample.figureHint')} value={sample.score ? 'score' : 'share'} onChange={(e) => form.setFieldValue('settings.sample.score', e.currentTarget.value === 'score')}
                data={(['share', 'score'] as const).map((value) => ({ value, label: t(`outreach:sample.${value}`) }))}
              />
              <NumberInput label={t('outreach:sample.halfWidth')} description={t('outreach:sample.halfWidthHint')} required min={0.1} max={50} decimalScale={1} prefix="± " {...form.getInputProps('settings.sample.half_width')} />
              <NumberInput label={t('outreach:sample.rate')} description={t('outreach:sample.rateHint')} min={0.1} max={100} decimalScale={1} suffix={'\u00a0%'} {...form.getInputProps('settings.sample.response_rate')} />
            </>
          )}
          <NativeSelect
            label={t('outreach:sample.by')} description={t('outreach:sample.byHint')} {...form.getInputProps('settings.sample.by')}
            data={[{ value: '', label: t('outreach:sample.byNothing') }, ...strata.map((value) => ({ value, label: t(`outreach:sample.strata.${value}`) }))]}
          />
          {sample.by === 'trait' && (
            <NativeSelect
              label={t('outreach:sample.trait')} description={traits.data?.length === 0 ? t('outreach:sample.noTraits') : t('outreach:sample.traitHint')} required {...form.getInputProps('settings.sample.trait')}
              data={[{ value: '', label: t('outreach:sample.chooseTrait') }, ...(traits.data ?? []).map((d) => ({ value: d.name, label: d.label }))]}
            />
          )}
        </div>
      )}
      <EstimateFields form={form} wave={wave} />
    </fieldset>
  );
}
