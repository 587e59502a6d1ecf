import { Button, Checkbox, Popover, ScrollArea, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { useFormat } from '@/format/context';
import type { Trait } from '../wire';
import { conditionsOf, withCondition, type Filter } from './filter';
import { toFilter } from './offered';
import { useKeyName, useValueName } from './words';

interface FilterMenuProps<F extends Filter> {
  filter: F;
  traits: readonly Trait[];
  /** What the values' numbers count, where no measure is chosen; nothing is shown unless responses. */
  counted?: 'responses' | 'answers';
  onChange: (filter: F) => void;
}

/** Narrows to some values of a trait: first which trait, then which of its values. */
export function FilterMenu<F extends Filter>({ filter, traits: all, counted, onChange }: FilterMenuProps<F>) {
  const { t } = useText();
  const keyName = useKeyName();
  const [key, setKey] = useState<string | null>(null);
  const traits = toFilter(all);
  const trait = traits.find((x) => x.key === key) ?? traits[0];
  if (!trait) return null;

  return (
    <Popover position="bottom-start" trapFocus returnFocus width={290}>
      <Popover.Target>
        <Button variant="default" size="xs">{t('understand:filter.add')}</Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('understand:filter.choose')}>
        <Stack gap={10}>
          <Select
            label={t('understand:filter.by')} size="xs" openOnFocus={false} value={trait.key} allowDeselect={false} searchable={traits.length > 8}
            data={traits.map((x) => ({ value: x.key, label: keyName(x.key, x.label) }))} onChange={setKey}
            comboboxProps={{ withinPortal: false }} nothingFoundMessage={t('understand:filter.noTrait')}
          />
          <Values key={trait.key} filter={filter} trait={trait} numbered={filter.measure !== undefined || counted === 'responses'} onChange={onChange} />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function Values<F extends Filter>({ filter, trait, numbered, onChange }: { filter: F; trait: Trait; numbered: boolean; onChange: (filter: F) => void }) {
  const { t } = useText();
  const format = useFormat();
  const keyName = useKeyName();
  const valueName = useValueName();
  const [looked, setLooked] = useState('');
  const chosen = conditionsOf(filter).find((c) => c.key === trait.key)?.values ?? [];
  const labelOf = (v: Trait['values'][number]) => (v.value === null ? t('understand:none') : valueName(trait.key, v.label));
  const shown = trait.values.filter((v) => v.label.toLocaleLowerCase().includes(looked.trim().toLocaleLowerCase()));

  if (trait.values.length === 0) return <Text size="sm">{t('understand:filter.noValues')}</Text>;
  return (
    <>
      {trait.values.length > 10 && (
        <TextInput size="xs" label={t('understand:filter.find')} value={looked} onChange={(e) => setLooked(e.currentTarget.value)} />
      )}
      <ScrollArea.Autosize mah={260} type="auto" viewportProps={{ tabIndex: 0 }}>
        <Checkbox.Group value={chosen} onChange={(values) => onChange(withCondition(filter, trait.key, values))} aria-label={keyName(trait.key, trait.label)}>
          <Stack gap={10} p={2}>
            {shown.map((v) => (
              <Checkbox
                key={v.value ?? ''} size="xs" value={v.value ?? ''}
                label={numbered && v.n !== undefined ? t('understand:filter.value', { label: labelOf(v), n: format.number(v.n) }) : labelOf(v)}
              />
            ))}
          </Stack>
        </Checkbox.Group>
      </ScrollArea.Autosize>
      {trait.more && <Text size="xs" c="dimmed">{t(trait.kind === 'segment' ? 'understand:filter.moreSegments' : 'understand:filter.more')}</Text>}
      {trait.kind === 'segment' && <Text size="xs" c="dimmed">{t('understand:filter.whenAnswered')}</Text>}
    </>
  );
}
