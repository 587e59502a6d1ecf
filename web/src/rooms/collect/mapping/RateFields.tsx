import { Fieldset, NumberInput } from '@mantine/core';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import type { ColumnProfile, Mapping } from '../wire';
import { foreignCurrencies } from './changes';
import classes from './FileCard.module.css';

interface RateFieldsProps {
  mapping: Mapping;
  columns: readonly ColumnProfile[];
  onChange: (mapping: Mapping) => void;
}

/** What one of each other currency in the file is worth in the organisation's; nothing where the file has no other. */
export function RateFields({ mapping, columns, onChange }: RateFieldsProps) {
  const { t } = useText();
  const { currency } = useFormat().place;
  const others = foreignCurrencies(mapping, columns, currency);
  if (others.length === 0) return null;
  const set = (of: string, rate: string | number) => {
    const { [of]: _, ...rest } = mapping.rates ?? {};
    onChange({ ...mapping, rates: typeof rate === 'number' && rate > 0 ? { ...rest, [of]: rate } : rest });
  };
  return (
    <Fieldset legend={t('collect:file.rates')} mt="md">
      <p className={classes.said}>{t('collect:file.ratesWhy', { currency })}</p>
      <div className={classes.fields}>
        {others.map((of) => (
          <NumberInput
            key={of} label={t('collect:file.rate', { from: of, to: currency })} value={mapping.rates?.[of] ?? ''} min={0} decimalScale={6} hideControls
            onChange={(rate) => set(of, rate)}
          />
        ))}
      </div>
    </Fieldset>
  );
}
