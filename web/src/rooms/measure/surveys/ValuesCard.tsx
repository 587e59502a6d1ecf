import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { useAround } from './building';
import { ConditionField } from './ConditionField';
import type { Draft } from './draft';
import { changedAt, codeOf, freeValue, orNone, valueKinds, withoutAt, type Calculated, type Hidden } from './logic';
import { atEnd } from './names';
import { Wrong } from './Wrong';
import classes from './Surveys.module.css';

interface ValuesProps {
  draft: Draft;
  change: (to: Draft, about?: string) => void;
}

/** Values that are not asked: they come with the link or from the contact, or are made of answers. */
export function ValuesCard({ draft, change }: ValuesProps) {
  const { t } = useText();
  const hidden = draft.hidden ?? [];
  const made = draft.calculated ?? [];
  const addHidden = () => change({ ...draft, hidden: [...hidden, { code: freeValue(draft), from: 'link', kind: 'text' }] });
  const addMade = () => change({ ...draft, calculated: [...made, { code: freeValue(draft), kind: 'number', value: '' }] });
  return (
    <Card title={t('surveys:values.title')} note={t('surveys:values.note')}>
      <div className={classes.column}>
        {hidden.length + made.length === 0 && <p className={classes.soft}>{t('surveys:values.none')}</p>}
        {hidden.map((one, i) => <HiddenFields key={i} draft={draft} change={change} one={one} i={i} />)}
        {made.map((one, i) => <MadeFields key={i} draft={draft} change={change} one={one} i={i} />)}
        <div className={classes.checks}>
          <Button variant="default" size="xs" onClick={addHidden}>{t('surveys:values.addHidden')}</Button>
          <Button variant="default" size="xs" onClick={addMade}>{t('surveys:values.addMade')}</Button>
        </div>
      </div>
    </Card>
  );
}

function KindField({ kind, onChange }: { kind: string; onChange: (kind: string) => void }) {
  const { t } = useText();
  return <NativeSelect label={t('surveys:values.kind')} value={kind} onChange={(e) => onChange(e.currentTarget.value)} data={valueKinds.map((value) => ({ value, label: t(`surveys:values.kinds.${value}`) }))} />;
}

function HiddenFields({ draft, change, one, i }: ValuesProps & { one: Hidden; i: number }) {
  const { t } = useText();
  const traits = [...new Map(useAround().traits.map((trait) => [trait.name, trait.label])).entries()];
  const all = draft.hidden ?? [];
  const set = (with_: Partial<Hidden>, about?: string) => change({ ...draft, hidden: changedAt(all, i, with_) }, about && `hidden ${i} ${about}`);
  return (
    <fieldset className={classes.rule} aria-label={one.code}>
      <div className={classes.fields}>
        <TextInput label={t('surveys:values.code')} description={one.from === 'link' ? t('surveys:values.inLink', { code: one.code }) : undefined} spellCheck={false} maxLength={40} value={one.code} onChange={(e) => set({ code: codeOf(e.currentTarget.value) }, 'code')} />
        <NativeSelect label={t('surveys:values.from')} value={one.from} onChange={(e) => set({ from: e.currentTarget.value, trait: e.currentTarget.value === 'contact' ? traits[0]?.[0] : undefined })} data={(['link', 'contact'] as const).map((value) => ({ value, label: t(`surveys:values.froms.${value}`) }))} />
        {one.from === 'contact' && <NativeSelect label={t('surveys:values.trait')} value={one.trait ?? ''} onChange={(e) => set({ trait: e.currentTarget.value })} data={[...(traits.some(([name]) => name === one.trait) ? [] : [{ value: one.trait ?? '', label: one.trait ?? '' }]), ...traits.map(([value, label]) => ({ value, label }))]} />}
        <KindField kind={one.kind} onChange={(kind) => set({ kind })} />
        <div className={classes.least}><Button variant="subtle" size="compact-xs" aria-label={t('surveys:takeAway', { name: one.code })} onClick={() => change({ ...draft, hidden: orNone(withoutAt(all, i)) })}>{t('surveys:remove')}</Button></div>
      </div>
      <Wrong path={`hidden[${i}]`} />
    </fieldset>
  );
}

function MadeFields({ draft, change, one, i }: ValuesProps & { one: Calculated; i: number }) {
  const { t } = useText();
  const all = draft.calculated ?? [];
  const set = (with_: Partial<Calculated>, about?: string) => change({ ...draft, calculated: changedAt(all, i, with_) }, about && `calculated ${i} ${about}`);
  const path = `calculated[${i}]`;
  return (
    <fieldset className={classes.rule} aria-label={one.code}>
      <div className={classes.fields}>
        <TextInput label={t('surveys:values.code')} spellCheck={false} maxLength={40} value={one.code} onChange={(e) => set({ code: codeOf(e.currentTarget.value) }, 'code')} />
        <KindField kind={one.kind} onChange={(kind) => set({ kind })} />
        <div className={classes.least}><Button variant="subtle" size="compact-xs" aria-label={t('surveys:takeAway', { name: one.code })} onClick={() => change({ ...draft, calculated: orNone(withoutAt(all, i)) })}>{t('surveys:remove')}</Button></div>
      </div>
      <ConditionField label={t('surveys:values.made', { code: one.code })} description={t('surveys:values.madeHint')} path={`${path}.value`} at={atEnd(draft)} values={i} value={one.value} onChange={(value) => set({ value: value ?? '' }, 'value')} />
      <Wrong path={path} except={one.value ? `${path}.value` : undefined} />
    </fieldset>
  );
}
