import { Checkbox, FileButton, Button, MultiSelect, Select, TextInput } from '@mantine/core';
import { useText } from '@/i18n/useText';
import { consentLevels } from '../wire';
import { coderKinds, shapes, type CodedPlan, type CodedPreview } from './queries';
import classes from '../Listen.module.css';

interface CodedFieldsProps {
  preview: CodedPreview;
  onPlan: (plan: CodedPlan) => void;
  onFrame: (file: File) => void;
}

/** How a table is read, each part found out and mendable. */
export function CodedFields({ preview, onPlan, onFrame }: CodedFieldsProps) {
  const { t } = useText();
  const { plan, columns } = preview;
  const change = (part: Partial<CodedPlan>) => onPlan({ ...plan, ...part });
  const maybe = [{ value: '', label: t('coders:plan.noColumn') }, ...columns.map((c) => ({ value: c, label: c }))];
  const single = plan.shape === 'one' || plan.shape === 'separated';
  return (
    <div className={classes.fields}>
      <Select searchable allowDeselect={false} label={t('coders:plan.text')} data={columns} value={plan.text || null} onChange={(text) => text && change({ text })} />
      <Select
        allowDeselect={false} label={t('coders:plan.shape')} value={plan.shape} data={shapes.map((s) => ({ value: s, label: t(`coders:shape.${s}`) }))}
        onChange={(s) => { const shape = shapes.find((x) => x === s); if (shape) change({ shape, separator: plan.separator || ';', codes: shape === 'none' ? [] : plan.codes.length > 0 ? (shape === 'one' || shape === 'separated' ? plan.codes.slice(0, 1) : plan.codes) : columns.filter((c) => c !== plan.text).slice(0, 1) }); }}
      />
      {single && <Select searchable allowDeselect={false} label={t('coders:plan.code')} data={columns} value={plan.codes[0] ?? null} onChange={(c) => c && change({ codes: [c] })} />}
      {(plan.shape === 'flags' || plan.shape === 'numbered') && <MultiSelect searchable label={t('coders:plan.codes')} data={columns} value={plan.codes} onChange={(codes) => codes.length > 0 && change({ codes })} />}
      {plan.shape === 'separated' && <TextInput key={plan.separator} label={t('coders:plan.separator')} defaultValue={plan.separator} maxLength={3} onBlur={(e) => e.currentTarget.value && e.currentTarget.value !== plan.separator && change({ separator: e.currentTarget.value })} />}
      {plan.shape === 'one' && <Select searchable allowDeselect={false} label={t('coders:plan.label')} data={maybe} value={plan.label ?? ''} onChange={(label) => change({ label: label ?? '' })} />}
      {plan.shape !== 'none' && plan.shape !== 'flags' && <Select searchable allowDeselect={false} label={t('coders:plan.family')} data={maybe} value={plan.family ?? ''} onChange={(family) => change({ family: family ?? '' })} />}
      <MultiSelect searchable label={t('coders:plan.traits')} data={columns} value={plan.traits} onChange={(traits) => change({ traits })} />
      <Select allowDeselect={false} label={t('listen:ask.language')} value={plan.language} data={[{ value: 'en', label: t('listen:language.en') }, { value: 'fr', label: t('listen:language.fr') }]} onChange={(language) => language && change({ language })} />
      <Select
        allowDeselect={false} label={t('coders:plan.consent')} value={plan.consent} data={consentLevels.map((c) => ({ value: c, label: t(`coders:consent.${c}`) }))}
        onChange={(c) => { const consent = consentLevels.find((x) => x === c); if (consent) change({ consent }); }}
      />
      {plan.shape !== 'none' && (
        <>
          <Select
            allowDeselect={false} label={t('coders:plan.kind')} value={plan.kind} data={coderKinds.map((k) => ({ value: k, label: t(`coders:kind.${k}`) }))}
            onChange={(k) => { const kind = coderKinds.find((x) => x === k); if (kind) change({ kind }); }}
          />
          <TextInput key={plan.coder} label={t('coders:plan.coder')} defaultValue={plan.coder} maxLength={120} onBlur={(e) => e.currentTarget.value.trim() && e.currentTarget.value !== plan.coder && change({ coder: e.currentTarget.value })} />
          <FileButton accept=".csv,.tsv,.txt,.xlsx" onChange={(file) => file && onFrame(file)}>
            {(props) => <Button {...props} variant="default" style={{ alignSelf: 'end' }}>{t(preview.has_frame ? 'coders:plan.frameThere' : 'coders:plan.frame')}</Button>}
          </FileButton>
        </>
      )}
      <Checkbox className={classes.wide} label={t('coders:plan.released')} checked={plan.released} onChange={(e) => change({ released: e.currentTarget.checked })} />
    </div>
  );
}
