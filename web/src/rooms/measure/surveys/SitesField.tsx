import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useText } from '@/i18n/useText';

/** The sites that may show a survey in a frame, a line each. */
export function SitesField({ sites, onChange }: { sites: readonly string[]; onChange: (sites: string[]) => void }) {
  const { t } = useText();
  const [typed, setTyped] = useState<string>();
  const read = (text: string) => text.split('\n').map((line) => line.trim().toLowerCase().replace(/\/+$/, '')).filter(Boolean);
  return (
    <Textarea
      label={t('surveys:settings.frames')} description={t('surveys:settings.framesHint')} placeholder="https://www.example.org" autosize minRows={1} maxRows={8} spellCheck={false} maxLength={4000}
      value={typed ?? sites.join('\n')} onChange={(e) => { setTyped(e.currentTarget.value); onChange(read(e.currentTarget.value)); }} onBlur={() => setTyped(undefined)}
    />
  );
}
