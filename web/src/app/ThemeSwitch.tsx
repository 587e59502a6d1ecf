import { SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { useId } from 'react';
import { useText } from '@/i18n/useText';
import classes from './Switch.module.css';

/** Light, dark, or as the system has it. */
export function ThemeSwitch() {
  const { t } = useText();
  const id = useId();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div>
      <span id={id} className={classes.label}>{t('shell:theme.label')}</span>
      <SegmentedControl
        fullWidth aria-labelledby={id} value={colorScheme}
        onChange={(v) => setColorScheme(v as 'light' | 'dark' | 'auto')}
        data={[
          { value: 'light', label: t('shell:theme.light') },
          { value: 'dark', label: t('shell:theme.dark') },
          { value: 'auto', label: t('shell:theme.system') },
        ]}
      />
    </div>
  );
}
