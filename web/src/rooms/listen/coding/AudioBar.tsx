import { Select, Slider, Switch } from '@mantine/core';
import { useImperativeHandle, useRef, useState, type Ref } from 'react';
import { useText } from '@/i18n/useText';
import { clock } from './clock';
import classes from './AudioBar.module.css';

export interface AudioHandle {
  toggle: () => void;
  /** By so many seconds. */
  skip: (seconds: number) => void;
  /** To a time in microseconds, and plays. */
  playFrom: (at: number) => void;
}

interface AudioBarProps {
  document: string;
  handle: Ref<AudioHandle>;
  follow: boolean;
  onFollow: (follow: boolean) => void;
  /** The time that is heard, in microseconds. */
  onTime: (at: number) => void;
}

const speeds = ['0.75', '1', '1.25', '1.5', '2'] as const;

/** The recording under the words, for researchers. */
export function AudioBar({ document, handle, follow, onFollow, onTime }: AudioBarProps) {
  const { t } = useText();
  const sound = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(0);
  const [speed, setSpeed] = useState('1');
  const [failed, setFailed] = useState(false);
  const seek = (seconds: number) => {
    if (sound.current) sound.current.currentTime = Math.min(Math.max(seconds, 0), length || seconds);
  };
  const toggle = () => (sound.current?.paused ? void sound.current.play().catch(() => setFailed(true)) : sound.current?.pause());
  useImperativeHandle(handle, () => ({
    toggle,
    skip: (seconds) => seek((sound.current?.currentTime ?? 0) + seconds),
    playFrom: (from) => {
      seek(from / 1e6);
      void sound.current?.play().catch(() => setFailed(true));
    },
  }));
  return (
    <div className={classes.bar} role="group" aria-label={t('coding:audio.title')}>
      <audio
        ref={sound} src={`/api/documents/${encodeURIComponent(document)}/audio`} preload="metadata"
        onPlay={() => setPlaying(true)} onPause={() => setPlaying(false)} onError={() => setFailed(true)}
        onLoadedMetadata={(e) => { setLength(Number.isFinite(e.currentTarget.duration) ? e.currentTarget.duration : 0); setFailed(false); }}
        onTimeUpdate={(e) => { setAt(e.currentTarget.currentTime); onTime(e.currentTarget.currentTime * 1e6); }}
      />
      <button type="button" className={classes.play} aria-label={t(playing ? 'coding:audio.pause' : 'coding:audio.play')} onClick={toggle}>
        <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true"><path d={playing ? 'M3 1.5h3v11H3zM8 1.5h3v11H8z' : 'M3.5 1.5v11l9-5.5z'} fill="currentColor" /></svg>
      </button>
      <span className={classes.time}><b>{clock(at * 1e6)}</b> {length > 0 && t('coding:audio.of', { length: clock(length * 1e6) })}</span>
      {failed ? <span role="alert" className={classes.track}>{t('coding:audio.failed')}</span> : (
        <Slider className={classes.track} size="sm" min={0} max={Math.max(length, 1)} step={1} value={at} onChange={seek} label={(v) => clock(v * 1e6)} thumbLabel={t('coding:audio.place')} />
      )}
      <Select className={classes.speed} size="xs" aria-label={t('coding:audio.speed')} allowDeselect={false} value={speed} data={speeds.map((s) => ({ value: s, label: `${s} ×` }))} onChange={(v) => { setSpeed(v ?? '1'); if (sound.current) sound.current.playbackRate = Number(v ?? 1); }} />
      <Switch className={classes.follow} size="xs" label={t('coding:audio.follow')} checked={follow} onChange={(e) => onFollow(e.currentTarget.checked)} />
    </div>
  );
}
