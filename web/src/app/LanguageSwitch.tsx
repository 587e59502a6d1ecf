import { SegmentedControl } from '@mantine/core';
import { useId } from 'react';
import { useText } from '@/i18n/useText';
import { changeLanguage, isLanguage, languages, type Language } from '@/i18n';
import classes from './Switch.module.css';

// Each language under its own name, whatever the page speaks.
const own: Record<Language, string> = { en: 'English', fr: 'Français' };

/** English or French; `onChange` keeps the choice for a person who is signed in. */
export function LanguageSwitch({ onChange }: { onChange?: (language: Language) => Promise<void> }) {
  const { t, i18n } = useText();
  const id = useId();
  const choose = async (value: string) => {
    if (!isLanguage(value)) return;
    await changeLanguage(value);
    await onChange?.(value);
  };
  return (
    <div>
      <span id={id} className={classes.label}>{t('shell:language')}</span>
      <SegmentedControl
        fullWidth aria-labelledby={id} value={i18n.language} onChange={(v) => void choose(v)}
        data={languages.map((value) => ({ value, label: <span lang={value}>{own[value]}</span> }))}
      />
    </div>
  );
}
