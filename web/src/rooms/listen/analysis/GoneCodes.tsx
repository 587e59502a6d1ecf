import { Button } from '@mantine/core';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { useToast } from '@/ui/confirm';
import type { Book, Code } from '../coding/wire';
import type { BookChanges } from './books';
import classes from './Codebook.module.css';

/** Codes that were merged or taken out of use, each with the way back. */
export function GoneCodes({ book, changes, may }: { book: Book; changes: BookChanges; may: boolean }) {
  const { t } = useText();
  const toast = useToast();
  const codes = book.codes ?? [];
  const gone = codes.filter((c) => c.state !== 'active');
  if (gone.length === 0) return null;
  const name = (id?: string) => codes.find((c) => c.id === id)?.name ?? '';
  const back = (code: Code) =>
    code.state === 'merged'
      ? changes.unmerge.mutate(code, { onSuccess: () => toast({ message: t('analysis:edit.unmerged', { name: code.name }) }) })
      : changes.restore.mutate(code, { onSuccess: () => toast({ message: t('analysis:edit.restored', { name: code.name }) }) });
  return (
    <Card title={t('analysis:edit.gone')}>
      <ul className={classes.gone}>
        {gone.map((code) => (
          <li key={code.id}>
            <span>
              <b>{code.name}</b> {code.state === 'merged' && <span className={classes.soft}>{t('analysis:edit.into', { name: name(code.into_id) })}</span>}
            </span>
            {may && <Button size="xs" variant="default" onClick={() => back(code)}>{t(code.state === 'merged' ? 'analysis:edit.unmerge' : 'analysis:edit.restore')}</Button>}
          </li>
        ))}
      </ul>
    </Card>
  );
}
