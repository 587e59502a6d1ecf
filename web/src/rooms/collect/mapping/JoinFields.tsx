import { Checkbox, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import type { Join, JoinOn } from '../wire';
import classes from './JoinsCard.module.css';

interface JoinFieldsProps {
  item: Join;
  disabled: boolean;
  /** Hears a choice once it is complete. */
  onChange: (on: JoinOn) => void;
}

const none = '';

/** By which columns a further file is joined. */
export function JoinFields({ item, disabled, onChange }: JoinFieldsProps) {
  const { t } = useText();
  const [on, setOn] = useState<JoinOn>(item.on ?? { left: none, right: none });
  const [long, setLong] = useState(on.name !== undefined);
  const set = (change: Partial<JoinOn>, isLong = long) => {
    const next = { ...on, ...change };
    setOn(next);
    const said: JoinOn = { left: next.left, right: next.right, ...(isLong ? { name: next.name, value: next.value } : {}) };
    if (said.left && said.right && (!isLong || (said.name && said.value))) onChange(said);
  };
  const choices = (columns: readonly string[]) => [{ value: none, label: t('collect:joins.choose'), disabled: true }, ...columns.map((c) => ({ value: c, label: c }))];
  return (
    <div className={classes.fields}>
      <NativeSelect
        label={t('collect:joins.left')} value={on.left} disabled={disabled} data={choices(item.left_columns)}
        onChange={(e) => set({ left: e.currentTarget.value })}
      />
      <NativeSelect
        label={t('collect:joins.right')} value={on.right} disabled={disabled} data={choices(item.file.columns)}
        description={item.on && item.guessed ? t('collect:joins.guessed') : undefined} inputWrapperOrder={['label', 'input', 'description', 'error']}
        onChange={(e) => set({ right: e.currentTarget.value })}
      />
      <Checkbox
        className={classes.long} label={t('collect:joins.long')} description={t('collect:joins.longWhy')} checked={long} disabled={disabled}
        onChange={(e) => { setLong(e.currentTarget.checked); set({}, e.currentTarget.checked); }}
      />
      {long && (
        <>
          <NativeSelect
            label={t('collect:joins.name')} value={on.name ?? none} disabled={disabled} data={choices(item.file.columns)}
            onChange={(e) => set({ name: e.currentTarget.value })}
          />
          <NativeSelect
            label={t('collect:joins.value')} value={on.value ?? none} disabled={disabled} data={choices(item.file.columns)}
            onChange={(e) => set({ value: e.currentTarget.value })}
          />
        </>
      )}
    </div>
  );
}
