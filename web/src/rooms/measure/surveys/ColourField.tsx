import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { colourOf } from './colour';
import classes from './Look.module.css';

interface ColourFieldProps {
  label: string;
  /** What the page has where none is chosen. */
  own: string;
  value: string | undefined;
  onChange: (colour: string | undefined) => void;
}

/** A colour, written as #rrggbb or chosen; taken away it is the product's own. */
export function ColourField({ label, own, value, onChange }: ColourFieldProps) {
  const { t } = useText();
  const [typed, setTyped] = useState<string>();
  const shown = typed ?? value ?? '';
  const wrong = shown.trim() !== '' && colourOf(shown) === undefined;
  const write = (text: string) => {
    setTyped(text);
    if (text.trim() === '' || colourOf(text)) onChange(colourOf(text));
  };
  return (
    <TextInput
      label={label} placeholder={own} value={shown} maxLength={30} spellCheck={false} autoComplete="off" autoCapitalize="off" error={wrong ? t('surveys:theme.wrong') : undefined}
      onChange={(e) => write(e.currentTarget.value)} onBlur={() => !wrong && setTyped(undefined)}
      leftSection={<input type="color" className={classes.well} aria-label={t('surveys:theme.choose', { name: label })} value={colourOf(value ?? '') ?? own} onChange={(e) => { setTyped(undefined); onChange(e.currentTarget.value); }} />}
      leftSectionWidth={44} leftSectionPointerEvents="all"
      rightSection={value ? <Button variant="subtle" size="compact-xs" aria-label={t('surveys:theme.unset', { name: label })} onClick={() => { setTyped(undefined); onChange(undefined); }}>×</Button> : undefined}
    />
  );
}
