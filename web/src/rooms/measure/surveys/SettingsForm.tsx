import { Button, Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { offeredLanguages, useLanguageName } from '../measures/useLanguageName';
import type { Draft, Settings } from './draft';
import { CutsForm } from './CutsForm';
import { SitesField } from './SitesField';
import { WordsField } from './WordsField';
import classes from './Surveys.module.css';

/** What holds for the questionnaire as a whole: title, languages, who asks and why, confidence. */
export function SettingsForm({ draft, change }: { draft: Draft; change: (to: Draft, about?: string) => void }) {
  const { t } = useText();
  const { languages, settings } = draft;
  const set = (with_: Partial<Settings>, about: string) => change({ ...draft, settings: { ...settings, ...with_ } }, `settings ${about}`);
  const words = (field: 'who' | 'why' | 'after' | 'since' | 'privacy') => (
    <WordsField key={field} label={t(`surveys:settings.${field}`)} languages={languages} words={settings[field]} onChange={(now) => set({ [field]: now }, field)} />
  );
  return (
    <>
      <Card title={t('surveys:settings.title')} note={t('surveys:settings.note')}>
        <div className={classes.column}>
          <WordsField short label={t('surveys:settings.heading')} languages={languages} words={draft.title} onChange={(title) => change({ ...draft, title }, 'title')} />
          <Languages draft={draft} change={change} />
          <div className={`${classes.fields} ${classes.level}`}>
            <NativeSelect
              label={t('surveys:settings.consent')} value={settings.consent} onChange={(e) => set({ consent: e.currentTarget.value, change_days: e.currentTarget.value === 'anonymous' ? undefined : settings.change_days }, 'consent')}
              data={(['person', 'firm', 'anonymous'] as const).map((value) => ({ value, label: t(`surveys:consent.${value}`) }))}
            />
            {settings.consent !== 'anonymous' && (
              <NumberInput
                label={t('surveys:settings.change_days')} description={t('surveys:settings.change_daysHint')} min={0} max={365} allowDecimal={false} clampBehavior="strict"
                value={settings.change_days ?? 0} onChange={(value) => set({ change_days: Number(value) || undefined }, 'change_days')}
              />
            )}
          </div>
          <div className={classes.fields}>
            <TextInput label={t('surveys:settings.controller')} maxLength={300} value={settings.controller ?? ''} onChange={(e) => set({ controller: e.currentTarget.value || undefined }, 'controller')} />
            <TextInput label={t('surveys:settings.contact')} maxLength={300} value={settings.contact ?? ''} onChange={(e) => set({ contact: e.currentTarget.value || undefined }, 'contact')} />
          </div>
          {(['who', 'why', 'after', 'since', 'privacy'] as const).map(words)}
          <SitesField sites={settings.frames ?? []} onChange={(sites) => set({ frames: sites.length > 0 ? sites : undefined }, 'frames')} />
          <div className={classes.checks}>
            {(['progress', 'back', 'one_by_one'] as const).map((flag) => <Checkbox key={flag} label={t(`surveys:settings.${flag}`)} checked={settings[flag] ?? false} onChange={(e) => set({ [flag]: e.currentTarget.checked || undefined }, flag)} />)}
          </div>
        </div>
      </Card>
      {settings.consent === 'anonymous' && <CutsForm draft={draft} onChange={(cuts, about) => set({ cuts }, about)} />}
    </>
  );
}

// The first language is the base: all that people read has words in it.
function Languages({ draft, change }: { draft: Draft; change: (to: Draft) => void }) {
  const { t } = useText();
  const nameOf = useLanguageName();
  const others = offeredLanguages.filter((lang) => !draft.languages.includes(lang));
  const [next, setNext] = useState('');
  const chosen = others.includes(next) ? next : (others[0] ?? '');
  return (
    <div className={classes.checks}>
      {draft.languages.map((lang, i) => (
        <span key={lang}>
          {nameOf(lang)}{i === 0 ? ` (${t('surveys:settings.base')})` : ''}
          {i > 0 && <Button variant="subtle" size="compact-xs" aria-label={t('surveys:takeAway', { name: nameOf(lang) })} onClick={() => change({ ...draft, languages: draft.languages.filter((l) => l !== lang) })}>×</Button>}
        </span>
      ))}
      {others.length > 0 && (
        <>
          <NativeSelect size="xs" aria-label={t('surveys:settings.language')} data={others.map((value) => ({ value, label: nameOf(value) }))} value={chosen} onChange={(e) => setNext(e.currentTarget.value)} />
          <Button variant="default" size="xs" onClick={() => change({ ...draft, languages: [...draft.languages, chosen] })}>{t('surveys:settings.addLanguage')}</Button>
        </>
      )}
    </div>
  );
}
