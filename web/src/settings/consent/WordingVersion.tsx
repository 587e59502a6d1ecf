import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '@/api/client';
import { asProblem, type Problem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { useConfirm, useToast } from '@/ui/confirm';
import { FormProblem } from '@/ui/FormProblem';
import type { Version, Wording } from './versions';
import { languageName } from '@/format/language';
import classes from './Consent.module.css';

/** A version with its texts, side by side. */
export function WordingVersion({ version, mayWrite }: { version: Version; mayWrite: boolean }) {
  const { t, i18n } = useText();
  const format = useFormat();
  const cache = useQueryClient();
  const confirm = useConfirm();
  const toast = useToast();
  const [problem, setProblem] = useState<Problem | null>(null);
  const remove = async (w: Wording) => {
    setProblem(null);
    try {
      await api.DELETE('/api/consent-texts/{id}', { params: { path: { id: w.id } } });
      toast({ message: t('settings:consent.removed') });
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
    await cache.invalidateQueries({ queryKey: ['consent-texts'] });
  };
  const ask = (w: Wording) =>
    confirm({
      title: t('settings:consent.removeTitle', { version: version.version, language: languageName(i18n.language, w.language) }), text: t('settings:consent.removeText'), verb: t('settings:consent.remove'),
      onConfirm: () => void remove(w),
    });
  return (
    <Card title={version.version} note={t(version.used ? 'settings:consent.used' : 'settings:consent.unused')}>
      <FormProblem problem={problem} />
      <div className={classes.texts}>
        {version.texts.map((w) => (
          <article key={w.id}>
            <h3>{languageName(i18n.language, w.language)}</h3>
            <p lang={w.language}>{w.text}</p>
            <footer>
              {t('settings:consent.since', { day: format.date(w.created_at) })}
              {mayWrite && !version.used && <Button size="compact-xs" variant="subtle" onClick={() => ask(w)}>{t('settings:consent.remove')}</Button>}
            </footer>
          </article>
        ))}
      </div>
    </Card>
  );
}
