import { ActionIcon, Button, Select } from '@mantine/core';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { useToast } from '@/ui/confirm';
import { colourOf } from '../coding/codes';
import type { Book, Code, Family } from '../coding/wire';
import { AddForm } from './AddForm';
import { CodeEditor } from './CodeEditor';
import type { BookChanges } from './books';
import classes from './Codebook.module.css';

interface FamilyCardProps {
  family: Family;
  book: Book;
  changes: BookChanges;
  may: boolean;
}

const colours = ['ochre', 'blue', 'plum', 'green', 'indigo', 'grey', 'teal', 'rose'] as const;

/** A family of codes: its colour, its codes in order, and one more. */
export function FamilyCard({ family, book, changes, may }: FamilyCardProps) {
  const { t } = useText();
  const toast = useToast();
  const [open, setOpen] = useState<string>();
  const all = (book.codes ?? []).filter((c) => c.family_id === family.id);
  const codes = all.filter((c) => c.state === 'active');
  const remove = () => changes.removeFamily.mutate(family.id, { onSuccess: () => toast({ message: t('analysis:edit.familyRemoved', { name: family.name }), undo: () => changes.addFamily.mutate({ name: family.name, colour: family.colour }) }) });
  const actions = may && (
    <>
      <Select size="xs" w={120} allowDeselect={false} aria-label={`${t('analysis:edit.colour')}: ${family.name}`} value={family.colour} data={colours.map((c) => ({ value: c, label: t(`analysis:edit.colours.${c}`) }))} onChange={(colour) => colour && changes.changeFamily.mutate({ family, colour })} />
      {all.length === 0 && <Button size="xs" variant="default" onClick={remove}>{t('analysis:edit.removeFamily')}</Button>}
    </>
  );
  return (
    <Card title={<span className={classes.family} style={{ '--c': colourOf(family) } as React.CSSProperties}>{family.name}</span>} actions={actions}>
      <ol className={classes.codes}>
        {codes.map((code, i) => (
          <li key={code.id}>
            <div className={classes.row}>
              <button type="button" className={classes.name} aria-expanded={open === code.id} onClick={() => setOpen(open === code.id ? undefined : code.id)}>
                <b>{code.name}</b>
                <span>{code.definition}</span>
              </button>
              {may && <Moves code={code} first={i === 0} last={i === codes.length - 1} move={(position) => changes.changeCode.mutate({ code, change: { position } })} places={[codes[i - 1]?.position, codes[i + 1]?.position]} />}
            </div>
            {open === code.id && <CodeEditor key={code.version} code={code} book={book} changes={changes} may={may} />}
          </li>
        ))}
      </ol>
      {may && <AddForm label={t('analysis:edit.newCode')} said={(name) => t('analysis:edit.added', { name })} add={async (name) => { await changes.addCode.mutateAsync({ name, family_id: family.id }); }} />}
    </Card>
  );
}

interface MovesProps {
  code: Code;
  first: boolean;
  last: boolean;
  /** The places of the code before and of the one behind. */
  places: [number | undefined, number | undefined];
  move: (position: number) => void;
}

function Moves({ code, first, last, places: [before, behind], move }: MovesProps) {
  const { t } = useText();
  return (
    <span className={classes.moves}>
      <ActionIcon variant="subtle" disabled={first} aria-label={t('analysis:edit.up', { name: code.name })} onClick={() => before !== undefined && move(before)}>↑</ActionIcon>
      <ActionIcon variant="subtle" disabled={last} aria-label={t('analysis:edit.down', { name: code.name })} onClick={() => behind !== undefined && move(behind)}>↓</ActionIcon>
    </span>
  );
}
