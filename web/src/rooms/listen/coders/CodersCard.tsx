import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMay } from '@/access/session';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { useConfirm, useToast } from '@/ui/confirm';
import type { Book } from '../coding/wire';
import { useAttempt } from '../useAttempt';
import { RuleDialog } from './RuleDialog';
import type { Coder, CoderChanges } from './queries';
import classes from '../Listen.module.css';

interface CodersCardProps {
  coders: readonly Coder[];
  book: Book | undefined;
  changes: CoderChanges;
}

/** The coders who do not sign in: what each gave, run again, taken off and put back. */
export function CodersCard({ coders, book, changes }: CodersCardProps) {
  const { t } = useText();
  const format = useFormat();
  const mayWrite = useMay('listen.write');
  const [making, { open, close }] = useDisclosure();
  const codeOf = (c: Coder) => book?.codes?.find((k) => k.id === c.code_id)?.name;
  return (
    <Card flush title={t('coders:card')} actions={mayWrite && <Button size="xs" disabled={!book?.codes?.some((c) => c.state === 'active')} onClick={open}>{t('coders:rule.new')}</Button>}>
      {coders.length === 0 && <EmptyState title={t('coders:none.title')}>{t('coders:none.text')}</EmptyState>}
      {coders.length > 0 && (
        <DataTable<Coder>
          label={t('coders:card')} rows={coders} rowKey={(c) => c.id} stack minWidth={620}
          columns={[
            { key: 'name', header: t('coders:name'), width: '38%', cell: (c) => <>{c.name}<span className={classes.small}>{c.words ? t('coders:gives', { words: c.words, code: codeOf(c) ?? '' }) : t(`coders:from.${c.source}`)}</span></> },
            { key: 'kind', header: t('coders:kind.label'), cell: (c) => t(`coders:kind.${c.kind}`) },
            { key: 'given', header: t('coders:passages'), cell: (c) => t('coders:given', { count: c.passages, passages: format.number(c.passages), documents: format.number(c.documents) }) },
            { key: 'do', header: t('coders:actions'), quiet: true, cell: (c) => mayWrite && <Actions coder={c} changes={changes} /> },
          ]}
        />
      )}
      {making && book && <RuleDialog book={book} changes={changes} onClose={close} />}
    </Card>
  );
}

function Actions({ coder, changes }: { coder: Coder; changes: CoderChanges }) {
  const { t } = useText();
  const attempt = useAttempt();
  const confirm = useConfirm();
  const toast = useToast();
  const restore = () => void attempt(() => changes.restore.mutateAsync(coder.id));
  const run = () => attempt(async () => {
    const { documents, added, sealed } = await changes.run.mutateAsync(coder.id);
    toast({ message: `${t('coders:ran', { count: added, documents })}${sealed > 0 ? ` ${t('coders:sealed', { count: sealed })}` : ''}` });
  });
  const remove = () => confirm({
    title: t('coders:remove.title', { name: coder.name }), text: t('coders:remove.text', { count: coder.passages }), verb: t('coders:remove.verb'),
    onConfirm: () => void attempt(async () => {
      await changes.remove.mutateAsync(coder.id);
      toast({ message: t('coders:removed', { name: coder.name }), undo: restore });
    }),
  });
  if (coder.removed_at) return <Button size="xs" variant="default" onClick={restore}>{t('coders:restore')}</Button>;
  return (
    <Group gap="xs" justify="flex-end">
      {coder.source === 'words' && <Button size="xs" variant="default" loading={changes.run.isPending && changes.run.variables === coder.id} onClick={() => void run()}>{t('coders:run')}</Button>}
      <Button size="xs" variant="subtle" onClick={remove}>{t('coders:remove.verb')}</Button>
    </Group>
  );
}
