import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import type { Question } from '../wire';
import classes from './AddTouchpoint.module.css';

interface AskChannelProps {
  question: Question;
  name: string;
  /** Whether a channel is chosen on which the name could stand. */
  canKeep: boolean;
  /** What they do, and the event that names it. */
  onAnswer: (name: string, event?: string) => void;
  onKeep: (why: string) => void;
}

const spoken = (name: string) => {
  const words = name.replace(/[_.:-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** Asks what customers do on a channel that was entered as a touchpoint, and shows what they did. */
export function AskChannel({ question, name, canKeep, onAnswer, onKeep }: AskChannelProps) {
  const { t } = useText();
  const format = useFormat();
  const [keeping, setKeeping] = useState(false);
  const [why, setWhy] = useState('');
  return (
    <div className={classes.ask} role="status">
      <p className={classes.question}>{t('journey:ask.question', { name })}</p>
      <p className={classes.soft}>{t('journey:ask.why', { name })} {question.total > 0 ? t('journey:ask.seen', { count: question.total, n: format.number(question.total) }) : t('journey:ask.unseen')}</p>
      <div className={classes.answers}>
        {question.about.map((a) => (
          <Button key={a.name} variant="default" size="xs" onClick={() => onAnswer(spoken(a.name), a.name)}>{spoken(a.name)}&nbsp;<small data-figures>{format.number(a.count)}</small></Button>
        ))}
        <Button variant="default" size="xs" onClick={() => onAnswer('')}>{t('journey:ask.another')}</Button>
        {!keeping && <Button variant="subtle" size="xs" onClick={() => setKeeping(true)}>{t('journey:ask.keep', { name })}</Button>}
      </div>
      {keeping && (
        <form className={classes.keep} onSubmit={(e) => { e.preventDefault(); e.stopPropagation(); if (why.trim() && canKeep) onKeep(why.trim()); }}>
          <TextInput size="xs" label={t('journey:ask.reason')} description={canKeep ? undefined : t('journey:ask.channelFirst')} maxLength={1000} value={why} onChange={(e) => setWhy(e.currentTarget.value)} data-autofocus />
          <Button type="submit" size="xs" disabled={!why.trim() || !canKeep}>{t('journey:ask.keepIt')}</Button>
        </form>
      )}
    </div>
  );
}
