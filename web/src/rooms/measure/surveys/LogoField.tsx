import { Button } from '@mantine/core';
import { useState } from 'react';
import { api, body } from '@/api/client';
import { asProblem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { FileDrop } from '@/ui/FileDrop';
import { FormProblem } from '@/ui/FormProblem';
import type { Theme } from './draft';
import { WordsField } from './WordsField';
import classes from './Look.module.css';

interface LogoFieldProps {
  survey: string;
  languages: readonly string[];
  theme: Theme;
  onChange: (theme: Partial<Theme>, about?: string) => void;
}

/** The logo at the head of the page: uploaded, told in words, taken away; each of it can be undone. */
export function LogoField({ survey, languages, theme, onChange }: LogoFieldProps) {
  const { t } = useText();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>();
  const put = async (file: File) => {
    setBusy(true);
    setFailed(undefined);
    try {
      const made = await body(api.POST('/api/surveys/{id}/logos', { params: { path: { id: survey } }, body: file as unknown as string, bodySerializer: (raw: unknown) => raw as BodyInit, headers: { 'Content-Type': 'application/octet-stream' } }));
      onChange({ logo_id: made.id });
    } catch (thrown) {
      setFailed(thrown);
    } finally {
      setBusy(false);
    }
  };
  const words = theme.logo_alt?.[languages[0] ?? ''];
  return (
    <div className={classes.look} role="group" aria-label={t('surveys:logo.title')}>
      <p className={classes.label}>{t('surveys:logo.title')}</p>
      {theme.logo_id && (
        <div className={classes.logo}>
          <img src={`/api/surveys/${survey}/logos/${encodeURIComponent(theme.logo_id)}`} alt={words || t('surveys:logo.unnamed')} className={classes.picture} />
          <Button variant="default" size="xs" onClick={() => onChange({ logo_id: undefined })}>{t('surveys:logo.remove')}</Button>
        </div>
      )}
      {failed !== undefined && <FormProblem problem={asProblem(failed)} />}
      <FileDrop accept="image/png,image/jpeg,image/webp" busy={busy} onFile={(file) => void put(file)}>{t(theme.logo_id ? 'surveys:logo.another' : 'surveys:logo.kinds')}</FileDrop>
      {theme.logo_id && <WordsField short label={t('surveys:logo.alt')} languages={languages} words={theme.logo_alt} onChange={(logo_alt) => onChange({ logo_alt }, 'alt')} />}
    </div>
  );
}
