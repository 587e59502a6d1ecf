import { Checkbox, NumberInput } from '@mantine/core';
import { useText } from '@/i18n/useText';
import type { Question } from './draft';
import classes from './Surveys.module.css';

type Limits = NonNullable<Question['limits']>;

// Kinds of files as people call them, with the media types that they are.
const groups = {
  picture: ['image/jpeg', 'image/png', 'image/webp', 'image/heic'],
  pdf: ['application/pdf'],
  text: ['text/plain', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'application/vnd.oasis.opendocument.text'],
  table: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  sound: ['audio/mpeg'],
  film: ['video/mp4'],
} as const;
const names = Object.keys(groups) as (keyof typeof groups)[];
const every = names.flatMap((name) => [...groups[name]]);

const megabyte = 1024 * 1024;

interface FileFieldsProps {
  limits: Limits;
  onChange: (change: Partial<Limits>) => void;
}

/** What files a question takes: how many, how large, of which kinds. All kinds are kept as none. */
export function FileFields({ limits, onChange }: FileFieldsProps) {
  const { t } = useText();
  const taken = new Set<string>(limits.file_types?.length ? limits.file_types : every);
  const set = (name: keyof typeof groups, on: boolean) => {
    const types = every.filter((type) => ((groups[name] as readonly string[]).includes(type) ? on : taken.has(type)));
    if (types.length > 0) onChange({ file_types: types.length === every.length ? undefined : types });
  };
  return (
    <>
      <div className={classes.fields}>
        <NumberInput label={t('surveys:files.count')} min={1} max={5} allowDecimal={false} value={limits.file_count ?? 1} onChange={(v) => onChange({ file_count: Number(v) > 1 ? Number(v) : undefined })} />
        <NumberInput label={t('surveys:files.size')} min={1} max={20} allowDecimal={false} value={Math.max(1, Math.round((limits.file_bytes ?? 10 * megabyte) / megabyte))} onChange={(v) => onChange({ file_bytes: Number(v) > 0 ? Number(v) * megabyte : undefined })} />
      </div>
      <Checkbox.Group label={t('surveys:files.kinds')} value={names.filter((name) => groups[name].some((type) => taken.has(type)))}>
        <div className={classes.checks}>
          {names.map((name) => <Checkbox key={name} value={name} label={t(`surveys:files.kind.${name}`)} onChange={(e) => set(name, e.currentTarget.checked)} />)}
        </div>
      </Checkbox.Group>
    </>
  );
}
