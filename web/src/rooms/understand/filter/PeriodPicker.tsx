import { Button, Group, Popover, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { useFormat } from '@/format/context';
import { lasts, type Filter } from './filter';
import { useLastWords, usePeriodWords } from './words';

interface PeriodPickerProps {
  filter: Filter;
  onChange: (period: Pick<Filter, 'from' | 'to' | 'last'>) => void;
}

/** Chooses the days that count: everything, a period that ends today, or two dates. */
export function PeriodPicker({ filter, onChange }: PeriodPickerProps) {
  const { t } = useText();
  const words = usePeriodWords();
  const lastWords = useLastWords();
  const [open, setOpen] = useState(false);
  const pick = (period: Pick<Filter, 'from' | 'to' | 'last'>) => {
    setOpen(false);
    onChange(period);
  };
  const isAll = !filter.last && !filter.from && !filter.to;

  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" size="xs" onClick={() => setOpen((o) => !o)} aria-label={t('understand:period.button', { period: words(filter) })}>
          {words(filter)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('understand:period.choose')}>
        <Stack gap={6} w={236}>
          <Button variant={isAll ? 'light' : 'subtle'} justify="flex-start" size="xs" aria-pressed={isAll} onClick={() => pick({})}>
            {t('understand:period.all')}
          </Button>
          {lasts.map((last) => (
            <Button
              key={last} variant={filter.last === last ? 'light' : 'subtle'} justify="flex-start" size="xs"
              aria-pressed={filter.last === last} onClick={() => pick({ last })}
            >
              {lastWords(last)}
            </Button>
          ))}
          <Between filter={filter} onPick={pick} />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function Between({ filter, onPick }: { filter: Filter; onPick: (period: Pick<Filter, 'from' | 'to'>) => void }) {
  const { t } = useText();
  const { locale } = useFormat();
  const [from, setFrom] = useState(filter.from ?? '');
  const [to, setTo] = useState(filter.to ?? '');
  const wrong = from !== '' && to !== '' && to < from;
  return (
    <form
      lang={locale}
      onSubmit={(e) => {
        e.preventDefault();
        if (!wrong) onPick({ from: from || undefined, to: to || undefined });
      }}
    >
      <Group gap={8} grow align="flex-start" wrap="nowrap" mt={6}>
        <TextInput type="date" size="xs" label={t('understand:period.from')} value={from} onChange={(e) => setFrom(e.currentTarget.value)} />
        <TextInput
          type="date" size="xs" label={t('understand:period.to')} value={to} onChange={(e) => setTo(e.currentTarget.value)}
          error={wrong ? t('understand:period.wrong') : undefined}
        />
      </Group>
      <Button type="submit" size="xs" mt={10} fullWidth disabled={(!from && !to) || wrong}>
        {t('understand:period.show')}
      </Button>
    </form>
  );
}
