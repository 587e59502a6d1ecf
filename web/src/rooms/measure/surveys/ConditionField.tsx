import { ActionIcon, Combobox, TextInput, useCombobox, type TextInputProps } from '@mantine/core';
import { useId, useLayoutEffect, useRef, useState } from 'react';
import { useText } from '@/i18n/useText';
import { remarksIn, useAround } from './building';
import { namesAt, offersAt, type Offer, type Place } from './names';
import { remarkText } from './remarkText';
import classes from './Surveys.module.css';

interface ConditionFieldProps {
  label: string;
  description?: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  /** Where it stands in the document, as the server names it. */
  path: string;
  at: Place;
  /** How many of the calculated values come before it; all if left out. */
  values?: number;
}

/** A condition, with what can be named where it stands; what the server says of it is told beneath. */
export function ConditionField({ label, description, value = '', onChange, path, at, values }: ConditionFieldProps) {
  const { t, i18n } = useText();
  const { draft, traits, remarks } = useAround();
  const hint = useId();
  const box = useRef<HTMLInputElement>(null);
  const [caret, setCaret] = useState(0);
  const [walked, setWalked] = useState(false); // the arrows chose among what is offered
  const [put, setPut] = useState<number>();
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  useLayoutEffect(() => {
    if (put !== undefined) box.current?.setSelectionRange(put, put);
  }, [put, value]);
  const names = namesAt(draft, at, traits, values);
  const offers = offersAt(value, caret, names);
  const found = remarksIn(remarks, path).filter((r) => value !== '' || r.key === 'screen_all');
  const said = found.map((r) => remarkText(t, i18n.language, r)).join(' ');
  const refused = found.some((r) => r.severity === 'refuse');
  const insert = (offer: Offer | undefined) => {
    if (!offer) return;
    const end = offer.from + offer.text.length;
    onChange(value.slice(0, offer.from) + offer.text + value.slice(offer.to));
    setCaret(end);
    setPut(end);
    combobox.closeDropdown();
    box.current?.focus();
  };
  // Where a name or an option is being written, what fits is shown by itself; elsewhere when it is asked for.
  const writing = (input: HTMLInputElement) => {
    const to = input.selectionStart ?? input.value.length;
    return /([a-z][\w.]*|[=!]=\s*"?\w*)$/i.test(input.value.slice(0, to)) && offersAt(input.value, to, names).length > 0;
  };
  const look = (input: HTMLInputElement) => setCaret(input.selectionStart ?? value.length);
  return (
    <div>
      <Combobox store={combobox} onOptionSubmit={(key) => insert(offers[Number(key)])} withinPortal={false} position="bottom-start" middlewares={{ flip: false, shift: false }}>
        <Combobox.Target withExpandedAttribute>
          <Field
            ref={box} walked={walked} role="combobox" aria-autocomplete="list" label={label} description={description} spellCheck={false} autoCapitalize="off" autoComplete="off" maxLength={2000} value={value}
            classNames={{ input: classes.expression }} error={refused ? said : undefined} aria-describedby={!refused && said ? hint : undefined}
            onChange={(e) => {
              onChange(e.currentTarget.value || undefined);
              look(e.currentTarget);
              setPut(undefined);
              if (writing(e.currentTarget)) combobox.openDropdown();
              else combobox.closeDropdown();
            }}
            onKeyDownCapture={(e) => {
              if (e.key === 'Enter') return;
              const walks = e.key === 'ArrowDown' || e.key === 'ArrowUp';
              setWalked(walks);
              if (!walks) combobox.resetSelectedOption();
            }}
            onSelect={(e) => look(e.currentTarget)} onBlur={() => combobox.closeDropdown()}
            rightSection={<ActionIcon variant="subtle" color="gray" tabIndex={-1} aria-label={t('surveys:condition.namesOf', { name: label })} onMouseDown={(e) => e.preventDefault()} onClick={() => { box.current?.focus(); combobox.toggleDropdown(); }}>…</ActionIcon>}
          />
        </Combobox.Target>
        <Combobox.Dropdown>
          <Combobox.Options aria-label={t('surveys:condition.names')} mah={280} style={{ overflowY: 'auto' }}>
            {offers.length === 0 && <Combobox.Empty>{t(value === '' ? 'surveys:condition.nothing' : 'surveys:condition.noMatch')}</Combobox.Empty>}
            {offers.map((offer, i) => <Combobox.Option key={`${offer.text} ${i}`} value={String(i)}><Offered offer={offer} /></Combobox.Option>)}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      {!refused && said && <p id={hint} className={classes.soft}>{said}</p>}
    </div>
  );
}

// What is offered changes as one writes: an option that was chosen before then is there no more.
function Field({ walked, 'aria-activedescendant': active, ...props }: TextInputProps & { walked: boolean; ref?: React.Ref<HTMLInputElement> }) {
  return <TextInput {...props} aria-activedescendant={walked ? active : undefined} />;
}

function Offered({ offer: { text, name, option } }: { offer: Offer }) {
  const { t } = useText();
  const words = [name.label, option].filter(Boolean).join(' · ') || t(`surveys:condition.from.${name.from}`);
  return (
    <span className={classes.offer}>
      <code>{text}</code>
      <span className={classes.kind}>{words} · {t(`surveys:condition.type.${name.type}`)}</span>
    </span>
  );
}

/** The condition of a line of a list, folded away until it is wanted. */
export function LineCondition({ name, ...props }: Omit<ConditionFieldProps, 'label'> & { name: string }) {
  const { t } = useText();
  return (
    <details className={classes.lineCondition}>
      <summary aria-label={t('surveys:condition.of', { name })} data-set={props.value ? true : undefined}>{t(props.value ? 'surveys:condition.set' : 'surveys:condition.unset')}</summary>
      <ConditionField {...props} label={t('surveys:condition.showOf', { name })} />
    </details>
  );
}
