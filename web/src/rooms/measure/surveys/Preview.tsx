import { NativeSelect, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { useLanguageName } from '../measures/useLanguageName';
import classes from './Surveys.module.css';

interface PreviewProps {
  survey: string;
  /** Version of the draft that is kept; a new one is shown at once. */
  version: number;
  languages: readonly string[];
}

/** The draft as a customer meets it, made by the server as the real page is; nothing that is answered here is kept. */
export function Preview({ survey, version, languages }: PreviewProps) {
  const { t } = useText();
  const nameOf = useLanguageName();
  const [size, setSize] = useState<'phone' | 'desktop'>('phone');
  const [chosen, setChosen] = useState('');
  const language = languages.includes(chosen) ? chosen : (languages[0] ?? '');
  return (
    <Card
      title={t('surveys:preview.title')} note={t('surveys:preview.note')}
      actions={
        <span className={classes.checks}>
          <SegmentedControl size="xs" aria-label={t('surveys:preview.size')} value={size} onChange={setSize} data={(['phone', 'desktop'] as const).map((value) => ({ value, label: t(`surveys:preview.${value}`) }))} />
          {languages.length > 1 && <NativeSelect size="xs" aria-label={t('surveys:preview.language')} value={language} data={languages.map((value) => ({ value, label: nameOf(value) }))} onChange={(e) => setChosen(e.currentTarget.value)} />}
        </span>
      }
    >
      <iframe key={`${version} ${language}`} className={classes.preview} data-size={size} title={t('surveys:preview.title')} src={`/preview/${survey}?lang=${encodeURIComponent(language)}`} />
    </Card>
  );
}
