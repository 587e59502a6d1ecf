import { useEffect, useMemo, useRef, useState } from 'react';
import { useSession } from '@/access/session';
import { useText } from '@/i18n/useText';
import { useToast } from '@/ui/confirm';
import { countsOf, indexed, lastUsed } from './codes';
import { marginOf } from './margin';
import { overlaps, samePassage, type Passage } from './passage';
import { useBookChanges, useCodingChanges, type CodingChange } from './queries';
import { useUndo } from './undo';
import type { Book, Code, Coding, Mode } from './wire';

/** A new id, made here so that sending it twice gives one coding. */
export function newID(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const b = crypto.getRandomValues(new Uint8Array(16)); // a page that is not served over TLS
  b[6] = ((b[6] ?? 0) & 0x0f) | 0x40;
  b[8] = ((b[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(b, (x) => x.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** What is chosen on the coding screen, and what can be done with it. */
export function useDesk(document: string, study: string, book: Book, codings: readonly Coding[]) {
  const { t } = useText();
  const toast = useToast();
  const me = useSession().user;
  const [chosen, setChosen] = useState<Passage | null>(null);
  const [activeID, setActive] = useState<string>();
  const [picking, setPicking] = useState(false);
  const changes = useCodingChanges(document, me);
  const bookChanges = useBookChanges(study);
  const undo = useUndo();
  // The newest state of codings, for what is taken back later than it was done.
  const now = useRef(codings);
  useEffect(() => {
    now.current = codings;
  }, [codings]);

  const index = useMemo(() => indexed(book), [book]);
  const margin = useMemo(() => marginOf(codings, index, me.id, t('coding:gone')), [codings, index, me.id, t]);
  const here = useMemo(() => countsOf(codings.filter((c) => c.coder.id === me.id), index), [codings, index, me.id]);
  const recent = useMemo(() => lastUsed(codings, me.id, index), [codings, me.id, index]);
  const on = chosen ? codings.filter((c) => overlaps(c, chosen)) : [];
  const active = on.find((c) => c.id === activeID) ?? on.filter((c) => c.coder.id === me.id).at(-1) ?? on.at(-1);

  const choose = (passage: Passage | null) => {
    setChosen(passage);
    setActive(undefined);
    setPicking(false);
  };
  const giveAll = (codes: readonly string[], passages: readonly Passage[], mode?: Mode) => {
    const items = passages.flatMap(({ from_n, from_pos, to_n, to_pos }) => codes.map((code) => ({ from_n, from_pos, to_n, to_pos, id: newID(), document_id: document, code_id: code, mode })));
    if (items.length === 0) return;
    changes.give.mutate(items);
    setActive(items.at(-1)?.id);
    undo.did(() => changes.remove.mutate(items.map((i) => i.id)));
  };
  const give = (codes: readonly Code[], mode?: Mode) => {
    if (!chosen) return;
    setPicking(false);
    const has = (code: Code) => on.some((c) => c.code_id === code.id && c.coder.id === me.id && samePassage(c, chosen));
    giveAll(codes.filter((c) => !has(c)).map((c) => c.id), [chosen], mode);
  };
  const make = async (name: string, mode?: Mode) => {
    const families = book.families ?? [];
    const family = active ? index.standing(active.code_id)?.family_id : families.at(-1)?.id;
    setPicking(false);
    const code = await bookChanges.code.mutateAsync({ book: book.id, name, family_id: family });
    if (code && chosen) giveAll([code.id], [chosen], mode);
  };
  const change = (coding: Coding, what: CodingChange) => {
    const before: CodingChange = { mode: coding.mode ?? '', memo: coding.memo ?? '', touchpoint_id: coding.touchpoint_id ?? '' };
    changes.change.mutate({ coding, change: what });
    const back = Object.fromEntries(Object.keys(what).map((k) => [k, before[k as keyof CodingChange]]));
    undo.did(() => {
      const current = now.current.find((c) => c.id === coding.id);
      if (current) changes.change.mutate({ coding: current, change: back });
    });
  };
  const remove = (coding: Coding) => {
    changes.remove.mutate([coding.id]);
    undo.did(() => changes.restore.mutate([coding.id]));
    toast({ message: t('coding:taken', { name: index.standing(coding.code_id)?.name ?? '' }), undo: () => undo.undo() });
  };
  return { me, chosen, choose, active, setActive, on, picking, setPicking, index, margin, here, recent, give, giveAll, make, change, remove, undo, making: bookChanges.code };
}
